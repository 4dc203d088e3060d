import { compareText } from '../core/index.js';
import type { ConfigSource } from './config.js';
import { sourceOf } from './read-sources.js';

/** Keys of kept sources in the store's domain `configurations`. */
export const BACKUP_PREFIX = 'config_persistence.';

/** What `config_enable_backup` writes; a value of undefined deletes a source that is no more. */
export function backupChanges(
  sources: readonly ConfigSource[],
  keptKeys: readonly string[],
): { readonly key: string; readonly value: string | undefined }[] {
  const wanted = new Map(sources.map(({ name, text }) => [BACKUP_PREFIX + name, text]));
  const stale = keptKeys.filter((key) => key.startsWith(BACKUP_PREFIX) && !wanted.has(key));
  return [...[...wanted].map(([key, value]) => ({ key, value })), ...stale.map((key) => ({ key, value: undefined }))];
}

/** The sources of a backup, for a start without a configuration. */
export const sourcesOfBackup = (entries: Iterable<readonly [key: string, text: string]>): ConfigSource[] =>
  [...entries]
    .filter(([key]) => key.startsWith(BACKUP_PREFIX))
    .map(([key, text]) => sourceOf(key.slice(BACKUP_PREFIX.length), text))
    .sort((a, b) => compareText(a.name, b.name));
