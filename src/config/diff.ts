import { isDeepStrictEqual } from 'node:util';
import type { Config, ScheduledQuery } from './config.js';

export interface ConfigDiff {
  /** Full names, each once, in the order of the newer configuration. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** Those among the changed whose SQL is another: their statistics start anew. */
  readonly sqlChanged: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
  /** Options that are new or have another text. */
  readonly options: readonly string[];
  readonly decorators: boolean;
  readonly views: boolean;
  /** Names of sections that are new, other or gone. */
  readonly sections: readonly string[];
}

/** What a reload has to touch. A query is known by its full name, since that is what its state is kept under. */
export function diffConfig(before: Config, after: Config, delimiter = '_'): ConfigDiff {
  const old = queriesByName(before, delimiter);
  const now = queriesByName(after, delimiter);
  const names = [...now.keys()];
  const both = names.filter((name) => old.has(name));
  const changed = both.filter((name) => !isDeepStrictEqual(old.get(name), now.get(name)));
  const sqlOf = (queries: readonly ScheduledQuery[] = []): readonly string[] => queries.map(({ sql }) => sql);
  return {
    added: names.filter((name) => !old.has(name)),
    changed,
    sqlChanged: changed.filter((name) => !isDeepStrictEqual(sqlOf(old.get(name)), sqlOf(now.get(name)))),
    unchanged: without(both, changed),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    options: [...after.options].filter(([name, text]) => before.options.get(name) !== text).map(([name]) => name),
    decorators: !isDeepStrictEqual(before.decorators, after.decorators),
    views: !isDeepStrictEqual(before.views, after.views),
    sections: [...new Set([...before.sections.keys(), ...after.sections.keys()])].filter(
      (name) => !isDeepStrictEqual(before.sections.get(name), after.sections.get(name)),
    ),
  };
}

/** The name under which state is kept and results are logged. */
export const fullQueryName = (pack: string, name: string, delimiter: string): string =>
  pack === 'main' ? name : `pack${delimiter}${pack}${delimiter}${name}`;

function without(names: readonly string[], left: readonly string[]): string[] {
  const out = new Set(left);
  return names.filter((name) => !out.has(name));
}

/** Several sources may have a query of one name: together they are one. */
function queriesByName(config: Config, delimiter: string): Map<string, ScheduledQuery[]> {
  const byName = new Map<string, ScheduledQuery[]>();
  for (const pack of config.packs) {
    for (const query of pack.queries) {
      const name = fullQueryName(pack.name, query.name, delimiter);
      const queries = byName.get(name);
      if (queries === undefined) byName.set(name, [query]);
      else queries.push(query);
    }
  }
  return byName;
}
