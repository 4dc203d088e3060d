import { suggestion } from '../core/index.js';
import { type Dialect, FLAGS, fitsOption, judgeOption } from '../flags/index.js';
import { optionText } from './coerce.js';
import type { Contribution, Decorators } from './config.js';
import { pathTo, type Report } from './report.js';
import { type Member, memberOf, type Node, type ObjectNode, plainValue, textOf, textsOf } from './text/index.js';

const LISTS = ['file_paths', 'file_paths_query', 'exclude_paths'];

/** Kept as they stand, for the parts of the program that read them. */
const PLAIN = [
  'auto_table_construction',
  'events',
  'feature_vectors',
  'kafka_topics',
  'logger',
  'prometheus_targets',
  'yara',
];

/** Keys beside `schedule` and `packs`, in the order of osquery's parsers. */
export const PARSED_KEYS: readonly string[] = [
  'options',
  'auto_table_construction',
  'decorators',
  'events',
  'feature_vectors',
  'file_paths',
  'file_paths_query',
  'file_accesses',
  'exclude_paths',
  'kafka_topics',
  'logger',
  'prometheus_targets',
  'views',
  'yara',
];

export interface ContributionText {
  readonly node: ObjectNode;
  readonly source: string;
  /** To the node. */
  readonly path: string;
  readonly report: Report;
  readonly dialect: Dialect;
}

/** Reads all keys but `schedule` and `packs` of a source or pack. */
export function readContribution({ node, source, path, report, dialect }: ContributionText): Contribution {
  const parts = new Map<string, Node>();
  for (const key of PARSED_KEYS) {
    const member = node.members.find((candidate) => candidate.key === key);
    if (member === undefined || member.value.kind === 'null') continue;
    if (member.value.kind === 'object' || member.value.kind === 'array') parts.set(key, member.value);
    else report.warning(`Error config ${key} should be an array or object`, pathTo(path, key), member.at);
  }
  const views = parts.get('views');
  const decorators = parts.get('decorators');
  const hasFilePaths = parts.has('file_paths') || parts.has('file_paths_query');
  const lists = LISTS.filter((key) => parts.has(key) && hasFilePaths);
  return {
    source,
    options: readOptions(parts.get('options'), pathTo(path, 'options'), report, dialect),
    ...(views !== undefined && { views: readTexts(views) }),
    ...(decorators !== undefined && {
      decorators: readDecorators(decorators, source, pathTo(path, 'decorators'), report),
    }),
    lists: new Map(lists.map((key) => [key, readLists(parts.get(key))])),
    fileAccesses: hasFilePaths ? textsOf(parts.get('file_accesses')) : [],
    sections: new Map(PLAIN.flatMap((key) => plainEntry(key, parts.get(key)))),
  };
}

const plainEntry = (key: string, node: Node | undefined): [string, unknown][] =>
  node === undefined ? [] : [[key, plainValue(node)]];

const membersOf = (node: Node | undefined): readonly Member[] => (node?.kind === 'object' ? node.members : []);

/** Of an option written twice the last counts; an empty text counts as not written. */
function readOptions(node: Node | undefined, path: string, report: Report, dialect: Dialect): Map<string, string> {
  const options = new Map<string, string>();
  for (const { key, at, value } of membersOf(node)) {
    const text = optionText(value);
    const warn = (message: string): void => report.warning(message, pathTo(path, key), at);
    if (value.kind === 'null') warn(`Cannot parse unknown value type for option: ${key}`);
    else if (text === undefined) warn(`Cannot read a fraction as option: ${key}`);
    else if (text !== '') options.set(key, text);
    if (dialect === 'hostql' && text !== undefined && !report.isFull) checkOption(key, text, warn);
  }
  return options;
}

/** osquery tells of such options when it applies the merged ones; we tell where they stand. */
function checkOption(name: string, value: string, warn: (message: string) => void): void {
  const verdict = judgeOption(name);
  if (verdict.kind === 'refused') {
    const hint = FLAGS.has(name) ? undefined : suggestion(name, FLAGS.keys());
    warn(hint === undefined ? verdict.message : `${verdict.message}, ${hint}`);
  } else if (!fitsOption(name, value)) {
    warn(`"${value.slice(0, 100)}" is no value for the ${FLAGS.get(name)?.type ?? ''} option ${name}`);
  }
}

/** The warnings for options that may not be set, with osquery's texts. */
export function optionWarnings(options: Iterable<string>): string[] {
  return [...options].flatMap((name) => {
    const verdict = judgeOption(name);
    return verdict.kind === 'refused' ? [verdict.message] : [];
  });
}

function readTexts(node: Node): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { key, value } of membersOf(node)) {
    const text = textOf(value);
    if (text !== undefined && !texts.has(key)) texts.set(key, text);
  }
  return texts;
}

/** A category written twice has the texts of both. */
function readLists(node: Node | undefined): Map<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const { key, value } of membersOf(node)) {
    const list = lists.get(key) ?? [];
    for (const text of textsOf(value)) if (text !== '') list.push(text);
    lists.set(key, list);
  }
  return lists;
}

function readDecorators(node: Node, source: string, path: string, report: Report): Decorators {
  if (node.kind === 'array') report.warning(`Invalid decorators in config source: ${source}`, path, node.at);
  return {
    source,
    load: readDecoratorList(node, 'load', source, path, report),
    always: readDecoratorList(node, 'always', source, path, report),
    interval: readIntervals(memberOf(node, 'interval'), source, pathTo(path, 'interval'), report),
  };
}

function readDecoratorList(node: Node, key: string, source: string, path: string, report: Report): string[] {
  const list = memberOf(node, key);
  if (list !== undefined && list.kind !== 'array') {
    report.warning(`Invalid decorator ${key} in config source: ${source}`, pathTo(path, key), list.at);
  }
  return textsOf(list);
}

/** Rates are whole minutes; osquery takes 0 and dies of it. */
function readIntervals(node: Node | undefined, source: string, path: string, report: Report): Map<number, string[]> {
  const intervals = new Map<number, string[]>();
  if (node !== undefined && node.kind !== 'object') {
    report.warning(`Invalid decorator interval in config source: ${source}`, path, node.at);
  }
  for (const { key, at, value } of membersOf(node)) {
    const rate = Number(/^\d{1,15}/.exec(key)?.[0] ?? 0);
    if (rate === 0 || rate % 60 !== 0 || value.kind !== 'array') {
      report.warning(`Invalid decorator interval rate ${key} in config source: ${source}`, pathTo(path, key), at);
    } else {
      intervals.set(rate, [...(intervals.get(rate) ?? []), ...textsOf(value)]);
    }
  }
  return intervals;
}
