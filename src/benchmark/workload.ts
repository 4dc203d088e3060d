import { messageOf } from '../core/index.js';
import { Semicolon, tokenize } from '../sql/lexer/index.js';

/** Queries to run, and how often a daemon would. */
export interface Workload {
  readonly queries: readonly WorkloadQuery[];
  /** What could not be read, a sentence each. */
  readonly errors: readonly string[];
}

export interface WorkloadQuery {
  readonly name: string;
  readonly sql: string;
  /** Absent where the file says nothing. */
  readonly intervalSeconds?: number;
  /** Why this machine would not run it. */
  readonly skipped?: string;
}

/** The file as a whole is wrong. */
export class WrongWorkload extends Error {
  override readonly name = 'WrongWorkload';
}

/**
 * The queries of a file: SQL statements, or an osquery configuration or pack.
 * @param readPack reads a pack that a configuration names
 * @throws WrongWorkload
 */
export function readWorkload(text: string, readPack: (path: string) => string): Workload {
  const json = stripped(text);
  if (json.startsWith('{')) return fromConfig(parsed(json), readPack);
  return { queries: statementsOf(text), errors: [] };
}

// ------------------------------------------------------------------------ SQL

/** One for each statement, named by its line. A statement may be wrong: then its query fails when it is run. */
function statementsOf(text: string): WorkloadQuery[] {
  const queries: WorkloadQuery[] = [];
  let start: number | undefined;
  let end = 0;
  const close = (): void => {
    if (start !== undefined) queries.push({ name: `line ${lineAt(text, start)}`, sql: text.slice(start, end) });
    start = undefined;
  };
  for (const token of tokenize(text)) {
    if (token.tokenType === Semicolon) close();
    else {
      start ??= token.startOffset;
      end = token.endOffset + 1;
    }
  }
  close();
  return queries;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

// -------------------------------------------------------------------- osquery

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As osquery reads its files: a backslash joins lines, and a line that starts with # or // is a comment. */
const stripped = (text: string): string =>
  text
    .replaceAll('\\\n', '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('#') && !line.startsWith('//'))
    .join('\n')
    .trim();

function parsed(json: string): Json {
  try {
    const value: unknown = JSON.parse(json);
    if (isRecord(value)) return value;
  } catch (error) {
    throw new WrongWorkload(`this is no JSON: ${messageOf(error)}`);
  }
  throw new WrongWorkload('a configuration is a JSON object');
}

function fromConfig(config: Json, readPack: (path: string) => string): Workload {
  const errors: string[] = [];
  const { schedule, packs, queries } = config;
  if (!isRecord(schedule) && !isRecord(packs) && !isRecord(queries))
    throw new WrongWorkload('there is no "schedule", "packs" or "queries" in it');
  const found = [...entries(schedule, '', errors), ...packQueries(config, '', errors)];
  for (const [name, pack] of Object.entries(isRecord(packs) ? packs : {})) {
    try {
      const read = typeof pack === 'string' ? parsed(stripped(readPack(pack))) : pack;
      if (isRecord(read)) found.push(...packQueries(read, `${name}/`, errors));
      else errors.push(`pack ${name}: neither an object nor a path`);
    } catch (error) {
      errors.push(`pack ${name}: ${messageOf(error)}`);
    }
  }
  return { queries: found, errors };
}

function packQueries({ queries, platform }: Json, prefix: string, errors: string[]): WorkloadQuery[] {
  const found = entries(queries, prefix, errors);
  return isForLinux(platform) ? found : found.map((query) => ({ ...query, skipped: `for ${platform} only` }));
}

function entries(queries: unknown, prefix: string, errors: string[]): WorkloadQuery[] {
  return Object.entries(isRecord(queries) ? queries : {}).flatMap(([key, entry]): WorkloadQuery[] => {
    const name = prefix + key;
    const sql = isRecord(entry) ? entry['query'] : undefined;
    if (!isRecord(entry) || typeof sql !== 'string' || sql.trim() === '') {
      errors.push(`${name}: it has no "query"`);
      return [];
    }
    const intervalSeconds = Number(entry['interval']);
    const { platform } = entry;
    return [
      {
        name,
        sql,
        ...(intervalSeconds > 0 && { intervalSeconds }),
        ...(!isForLinux(platform) && { skipped: `for ${platform} only` }),
      },
    ];
  });
}

/** osquery looks for these names anywhere in the text. */
const isForLinux = (platform: unknown): boolean =>
  typeof platform !== 'string' || platform === '' || /any|all|linux|ubuntu|centos|posix|null/.test(platform);
