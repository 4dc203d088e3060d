import type { ConfigSource, Contribution, Pack, Problem, SourcePart } from './config.js';
import type { PartContext } from './context.js';
import { PARSED_KEYS, readContribution } from './contribution.js';
import { readPack, readSchedule } from './pack.js';
import { findPacks } from './pack-texts.js';
import { Report } from './report.js';
import { checkConfigShape } from './schema.js';
import { memberOf, type Node, type ObjectNode, parseText, SyntaxFault, strip } from './text/index.js';

/** osquery's limit for a source, in bytes after stripping. */
const MAX_STRIPPED = 4_194_304;

export type Parsed =
  | { readonly kind: 'object'; readonly source: ConfigSource; readonly node: ObjectNode }
  /** `reason` is osquery's; `problem` is for people. */
  | { readonly kind: 'broken'; readonly source: ConfigSource; readonly reason: string; readonly problem: Problem };

/** The value of a source's text, or why it is none. */
export function parseSource(source: ConfigSource, context: Pick<PartContext, 'dialect' | 'maxDepth'>): Parsed {
  const report = new Report(source.name, source.text);
  const broken = (reason: string, message: string, at?: number): Parsed => {
    report.error(context.dialect === 'osquery' ? osqueryLine(source) : message, '', at);
    const [problem = { severity: 'error', source: source.name, message } as const] = report.problems();
    return { kind: 'broken', source, reason, problem };
  };
  try {
    if (context.dialect === 'osquery' && isOverSize(source.text)) {
      return broken(`${NO_JSON}: the config size exceeds the limit of ${MAX_STRIPPED} bytes`, 'too large');
    }
    const node: Node = parseText(source.name, source.text, context);
    return node.kind === 'object' ? { kind: 'object', source, node } : broken(NO_JSON, 'must be an object', node.at);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return broken(error.kind === 'depth' ? TOO_DEEP : NO_JSON, error.message, error.at);
  }
}

const NO_JSON = 'Error parsing the config JSON';
const TOO_DEEP = 'Error validating the config JSON: Configuration has too many nesting levels!';

const isOverSize = (text: string): boolean =>
  Buffer.byteLength(text) > MAX_STRIPPED && Buffer.byteLength(strip(text).text) > MAX_STRIPPED;

/** The log library cuts lines at about this length. */
const osqueryLine = ({ name, text }: ConfigSource): string =>
  `updateSource failed to parse config, of source: ${name} and content: ${text.slice(0, 30_000)}`;

/** Reads everything a source says: its schedule, then its packs, then the rest, in osquery's order. */
export function readPart({ source, node }: Extract<Parsed, { kind: 'object' }>, context: PartContext): SourcePart {
  const report = new Report(source.name, source.text);
  if (context.dialect === 'hostql') checkConfigShape(node, report);
  const packs = new Map<string, Pack>();
  const contributions: Contribution[] = [];
  const schedule = memberOf(node, 'schedule');
  if (schedule?.kind === 'object') packs.set('main', readSchedule(schedule, source.name, report, context));
  const found = findPacks(memberOf(node, 'packs'), source.name, report, context);
  for (const text of found.packs) {
    const { pack, contribution } = readPack(text, source.name, context);
    // A pack of a name that is taken replaces it, and comes last.
    packs.delete(pack.name);
    packs.set(pack.name, pack);
    if (contribution !== undefined) contributions.push(contribution);
  }
  contributions.push(readContribution({ node, source: source.name, path: '', report, dialect: context.dialect }));
  return {
    source,
    isBroken: false,
    packs: [...packs.values()],
    contributions,
    problems: [report, ...found.reports].flatMap((each) => each.problems()),
    files: [...context.touched],
  };
}

/** The part of a source that is no configuration; what its last good text said stays where that is wanted. */
export const brokenPart = (
  { source, problem }: Extract<Parsed, { kind: 'broken' }>,
  last?: SourcePart,
): SourcePart => ({
  source,
  isBroken: true,
  packs: last?.packs ?? [],
  contributions: last?.contributions ?? [],
  problems:
    last === undefined ? [problem] : [{ ...problem, message: `${problem.message}; its last version stays in force` }],
  files: last?.files ?? [],
});

/** The options of the source itself, without those of its packs. */
export function earlyOptions({ source, node }: Extract<Parsed, { kind: 'object' }>): ReadonlyMap<string, string> {
  const options = node.members.find(({ key }) => key === PARSED_KEYS[0]);
  const alone: ObjectNode = { kind: 'object', at: node.at, members: options === undefined ? [] : [options] };
  const report = new Report(source.name, '');
  return readContribution({ node: alone, source: source.name, path: '', report, dialect: 'osquery' }).options;
}
