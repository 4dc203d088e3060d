import { createHash } from 'node:crypto';
import { compareText } from '../core/index.js';
import type { Contribution, Decorators, SourcePart } from './config.js';

/** SHA-1 over the SHA-1s of the sources, in the order of their names. */
export function configHash(parts: readonly SourcePart[]): string {
  const sources = parts.map(({ source }) => source).sort((a, b) => compareText(a.name, b.name));
  return createHash('sha1')
    .update(sources.map(({ hash }) => hash).join(''))
    .digest('hex');
}

/** Later ones override. */
export function mergeOptions(contributions: readonly Contribution[], before: ReadonlyMap<string, string> = new Map()) {
  const options = new Map(before);
  for (const contribution of contributions) for (const [name, text] of contribution.options) options.set(name, text);
  return options;
}

/** By the names of their sources: the later one overrides. */
export const mergeDecorators = (contributions: readonly Contribution[]): Decorators[] =>
  contributions.flatMap(({ decorators }) => decorators ?? []).sort((a, b) => compareText(a.source, b.source));

/** Those of the last source that has any. */
export const lastViews = (contributions: readonly Contribution[]): ReadonlyMap<string, string> =>
  contributions.findLast(({ views }) => views !== undefined)?.views ?? new Map();

/** Lists of categories add up, parts of `yara` are replaced one by one, everything else is the last source's. */
export function mergeSections(contributions: readonly Contribution[]): Map<string, unknown> {
  const sections = new Map<string, unknown>();
  for (const contribution of contributions) {
    for (const [key, value] of contribution.sections) {
      sections.set(key, key === 'yara' ? mergeParts(sections.get(key), value) : value);
    }
  }
  for (const [key, lists] of mergeLists(contributions)) sections.set(key, Object.fromEntries(lists));
  const accesses = new Set(contributions.flatMap(({ fileAccesses }) => fileAccesses));
  if (accesses.size > 0) sections.set('file_accesses', [...accesses]);
  return sections;
}

const mergeParts = (before: unknown, after: unknown): unknown =>
  isRecord(before) && isRecord(after) ? { ...before, ...after } : after;

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function mergeLists(contributions: readonly Contribution[]): Map<string, Map<string, string[]>> {
  const sections = new Map<string, Map<string, string[]>>();
  for (const [section, lists] of contributions.flatMap((contribution) => [...contribution.lists])) {
    const merged = sections.get(section) ?? new Map<string, string[]>();
    sections.set(section, merged);
    for (const [category, texts] of lists) {
      const list = merged.get(category) ?? [];
      for (const text of texts) list.push(text);
      merged.set(category, list);
    }
  }
  return sections;
}
