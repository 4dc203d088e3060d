import { compareText } from '../core/index.js';
import { type Flags, fitsOption } from '../flags/index.js';
import type { ConfigSource, LoadedConfig, Problem, SourcePart } from './config.js';
import type { BuildContext, PartContext } from './context.js';
import { optionWarnings } from './contribution.js';
import { freezeDeep } from './freeze.js';
import { globPaths } from './glob.js';
import { configHash, lastViews, mergeDecorators, mergeOptions, mergeSections } from './merge.js';
import { readConfigFile } from './read-file.js';
import type { FoundSources } from './read-sources.js';
import { brokenPart, earlyOptions, type Parsed, parseSource, readPart } from './source-part.js';
import { machineShard } from './this-host.js';

/** osquery's limit of levels in a source. */
const OSQUERY_LEVELS = 32;

/** What a load has come to while it goes through the sources. */
interface Load {
  parts: SourcePart[];
  options: Map<string, string>;
  readonly news: Problem[];
  readonly changed: string[];
  failure?: string;
}

/**
 * One configuration of all sources: checked, merged, frozen. What is broken disables itself only and is told of in
 * `news` and `problems`. With osquery's manners a source that is no JSON ends the load (`failure`), sources that are
 * gone stay, unchanged ones are left alone and changed ones go behind the others; with ours all sources are built anew
 * and a broken one keeps to its last good text.
 */
export function buildConfig(found: FoundSources, context: BuildContext): LoadedConfig {
  const sources = [...found.sources].sort((a, b) => compareText(a.name, b.name));
  const load = context.dialect === 'osquery' ? loadAsOsquery(sources, context) : loadAsOurs(sources, found, context);
  const contributions = load.parts.flatMap((part) => part.contributions);
  return freezeDeep({
    sources: load.parts.map(({ source }) => source),
    valid: true,
    hash: configHash(load.parts),
    options: load.options,
    packs: load.parts.flatMap(({ packs }) => packs),
    decorators: mergeDecorators(contributions),
    views: lastViews(contributions),
    sections: mergeSections(contributions),
    problems: [...found.problems, ...knownProblems(load)],
    parts: load.parts,
    news: [...found.problems, ...load.news],
    ...(load.failure !== undefined && { failure: load.failure }),
    changed: load.changed,
    files: [...new Set(load.parts.flatMap(({ files }) => files))],
  } satisfies LoadedConfig);
}

/** What is wrong now, without repetitions of what stands with the parts. */
function knownProblems({ parts, news }: Load): Problem[] {
  const ofParts = parts.flatMap(({ problems }) => problems);
  const known = new Set(ofParts);
  return [...ofParts, ...news.filter((problem) => !known.has(problem))];
}

/** A start without a configuration: no source could be had. */
export const emptyConfig = (problems: readonly Problem[] = []): LoadedConfig =>
  freezeDeep({
    sources: [],
    valid: false,
    hash: '',
    options: new Map(),
    packs: [],
    decorators: [],
    views: new Map(),
    sections: new Map(),
    problems,
    parts: [],
    news: problems,
    changed: [],
    files: [],
  } satisfies LoadedConfig);

function loadAsOsquery(sources: readonly ConfigSource[], context: BuildContext): Load {
  const { before } = context;
  const load: Load = {
    parts: [...(before?.parts ?? [])],
    options: new Map(before?.options),
    news: [],
    changed: [],
  };
  const known = new Map(load.parts.map(({ source }) => [source.name, source.hash]));
  for (const source of sources.filter(({ name, hash }) => known.get(name) !== hash)) {
    const partContext = partContextOf(context, load.options);
    const parsed = parseSource(source, partContext);
    const part = parsed.kind === 'broken' ? brokenPart(parsed) : readPart(parsed, partContext);
    load.parts = [...load.parts.filter((other) => other.source.name !== source.name), part];
    load.options = mergeOptions(part.contributions, load.options);
    load.changed.push(source.name);
    // The merged options are applied once for every source, with their warnings.
    const warnings = parsed.kind === 'broken' ? [] : optionProblems(load.options, source.name);
    load.news.push(...part.problems, ...warnings);
    if (parsed.kind === 'broken') {
      load.failure = parsed.reason;
      break;
    }
  }
  return load;
}

function loadAsOurs(sources: readonly ConfigSource[], found: FoundSources, context: BuildContext): Load {
  const before = new Map(context.before?.parts.map((part) => [part.source.name, part]));
  const limits = partContextOf(context, new Map());
  const parsed = sources.map((source) => parseSource(source, limits));
  const early = new Map(parsed.flatMap((each) => (each.kind === 'object' ? [...earlyOptions(each)] : [])));
  const built = parsed.map((each) => partOf(each, before, partContextOf(context, early)));
  // A file that cannot be read for the moment stays in force, as a broken one does.
  const kept = found.refused.flatMap(({ name }) => before.get(name) ?? []);
  const parts = [...built, ...kept].sort((a, b) => compareText(a.source.name, b.source.name));
  const options = mergeOptions(parts.flatMap(({ contributions }) => contributions));
  const failed = parsed.find((each) => each.kind === 'broken');
  return {
    parts,
    options,
    news: built.flatMap(({ problems }) => problems),
    changed: sources.filter(({ name, hash }) => before.get(name)?.source.hash !== hash).map(({ name }) => name),
    ...(failed?.kind === 'broken' && { failure: failed.reason }),
  };
}

function partOf(parsed: Parsed, before: ReadonlyMap<string, SourcePart>, context: PartContext): SourcePart {
  if (parsed.kind === 'object') return readPart(parsed, context);
  const last = before.get(parsed.source.name);
  return brokenPart(parsed, last?.isBroken && last.packs.length + last.contributions.length === 0 ? undefined : last);
}

const optionProblems = (options: ReadonlyMap<string, string>, source: string): Problem[] =>
  optionWarnings(options.keys()).map((message) => ({ severity: 'warning', source, path: '/options', message }));

function partContextOf(context: BuildContext, options: ReadonlyMap<string, string>): PartContext {
  const { dialect, flags } = context;
  const maxBytes = Number(optionOr(flags, options, dialect === 'osquery' ? 'read_max' : 'config_max_bytes'));
  return {
    dialect,
    shard: machineShard(context.hostname),
    version: context.version,
    defaultInterval: BigInt(optionOr(flags, options, 'schedule_default_interval')),
    delimiter: optionOr(flags, options, 'pack_delimiter'),
    maxDepth: dialect === 'osquery' ? OSQUERY_LEVELS : flags.int('config_max_depth'),
    files: context.files ?? { read: (path) => readConfigFile(path, maxBytes), glob: globPaths },
    isActive: context.isActive ?? (() => false),
    touched: new Set(),
  };
}

/** The value a flag will have once these options are applied. */
function optionOr(flags: Flags, options: ReadonlyMap<string, string>, name: string): string {
  const option = options.get(name);
  return option !== undefined && fitsOption(name, option) ? option : flags.text(name);
}
