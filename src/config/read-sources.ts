import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { compareText, encodeText } from '../core/index.js';
import type { Dialect, Flags } from '../flags/index.js';
import type { ConfigSource, Problem } from './config.js';
import { namesIn } from './glob.js';
import { readConfigFile } from './read-file.js';

/** Where our own name looks where no file is named. */
export const DEFAULT_PATHS: readonly string[] = ['/var/osquery/osqueryd.conf', '/etc/osquery/osquery.conf'];

/** Files of a `.d` folder that are read. */
const MAX_FILES = 1_000;

export interface FoundSources {
  /** In the byte order of their names. */
  readonly sources: readonly ConfigSource[];
  /** Files that are there but could not be read. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  readonly problems: readonly Problem[];
}

export type SourcesResult =
  | ({ readonly kind: 'sources' } & FoundSources)
  /** As in `Error reading config: REASON`. */
  | { readonly kind: 'failure'; readonly reason: string };

export interface ReadOptions {
  readonly dialect: Dialect;
  readonly path: string;
  /** Bytes of a file; larger ones are refused before they are read. */
  readonly maxBytes: number;
}

/** What the flags say of where the configuration is. */
export function readOptionsOf(flags: Flags): ReadOptions {
  const { dialect } = flags;
  const isChosen = flags.isGiven('config_path') || dialect === 'osquery';
  const path = isChosen ? flags.text('config_path') : (DEFAULT_PATHS.find(isFile) ?? flags.text('config_path'));
  return { dialect, path, maxBytes: flags.int(dialect === 'osquery' ? 'read_max' : 'config_max_bytes') };
}

/** The main file and the files in the folder `PATH.d`. Without the main file nothing is read. */
export function readSources(options: ReadOptions): SourcesResult {
  if (!isFile(options.path)) return { kind: 'failure', reason: `config file does not exist: ${options.path}` };
  const sources: ConfigSource[] = [];
  const refused: { name: string; reason: string }[] = [];
  const problems: Problem[] = [];
  const names = filesIn(`${options.path}.d`, options.dialect);
  if (names.length > MAX_FILES) problems.push(warn(`${options.path}.d`, `only the first ${MAX_FILES} files are read`));
  for (const name of [options.path, ...names.slice(0, MAX_FILES)].sort(compareText)) {
    const read = readConfigFile(name, options.maxBytes);
    if (read.kind === 'text') {
      sources.push(sourceOf(name, read.text));
      if (read.concern !== undefined) problems.push(warn(name, read.concern));
    } else {
      refused.push({ name, reason: read.reason });
      problems.push({ severity: 'error', source: name, message: `cannot be read: ${read.reason}` });
    }
  }
  // osquery leaves such files out without a word.
  return { kind: 'sources', sources, refused, problems: options.dialect === 'osquery' ? [] : problems };
}

/** The paths whose change may change the configuration, beside its packs. */
export const watchedPaths = ({ path }: ReadOptions): string[] => [path, `${path}.d`];

/** A source from its text, whatever it came from. */
export const sourceOf = (name: string, text: string): ConfigSource => ({
  name,
  text,
  hash: createHash('sha1').update(encodeText(text)).digest('hex'),
});

const warn = (source: string, message: string): Problem => ({ severity: 'warning', source, message });

function filesIn(folder: string, dialect: Dialect): string[] {
  const ending = dialect === 'osquery' ? /\.conf$/ : /\.(conf|json5?|ya?ml)$/i;
  const names = namesIn(folder).filter((name) => !name.startsWith('.') && ending.test(name));
  if (names.length === 0) return [];
  const whole = canonical(folder);
  return names.map((name) => `${whole}/${name}`).sort(compareText);
}

function canonical(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // Gone since its names were read: so are its files, and each says so.
    return folder;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us to see: either way there is no configuration.
    return false;
  }
}
