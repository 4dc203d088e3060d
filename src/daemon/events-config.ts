import type { Config } from '../config/index.js';
import type { EventsConfig } from '../events/index.js';
import { plannedQueries } from './schedule/index.js';

/** Runs a query and gives the texts of its column `path`; undefined where it failed. */
export type PathsOf = (sql: string) => Promise<readonly string[] | undefined>;

/** Once a day is the least that `cron` and `at` can be relied on. */
const DAY_SECONDS = 86_400;

/**
 * What of a configuration concerns events. Categories of `file_paths_query` are in `file_paths`, with what their queries gave
 * now.
 */
export async function eventsConfigOf(config: Config, delimiter: string, pathsOf: PathsOf): Promise<EventsConfig> {
  const readings = plannedQueries(config, delimiter).map(({ name, query }) => ({
    name,
    sql: query.sql,
    interval: query.cron || query.at ? DAY_SECONDS : query.interval,
  }));
  const sections = new Map(config.sections);
  const paths = new Map(listsOf(sections.get('file_paths')));
  for (const [category, queries] of listsOf(sections.get('file_paths_query'))) {
    for (const sql of queries) {
      const found = (await pathsOf(sql)) ?? [];
      paths.set(category, [...(paths.get(category) ?? []), ...found]);
    }
  }
  if (paths.size > 0) sections.set('file_paths', Object.fromEntries(paths));
  return { sections, readings };
}

/** Categories to texts: the configuration was checked. */
function listsOf(section: unknown): [string, readonly string[]][] {
  if (typeof section !== 'object' || section === null) return [];
  return Object.entries(section).map(([category, texts]) => [
    category,
    Array.isArray(texts) ? texts.filter((text) => typeof text === 'string') : [],
  ]);
}
