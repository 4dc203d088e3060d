import type { Host } from '../../host.js';

export interface EnvironmentEntry {
  readonly key: string;
  /** Null where the entry holds no `=`. */
  readonly value: string | null;
}

/** The environment a process started with. Throws as `Host.readBytes`. */
export const readEnviron = (host: Host, pid: number): EnvironmentEntry[] =>
  parseEnviron(host.readText(`/proc/${pid}/environ`));

/** `/proc/<pid>/environ`: entries end in NUL; empty ones (a process that wrote over its own) are passed over. Pure. */
export function parseEnviron(text: string): EnvironmentEntry[] {
  const entries: EnvironmentEntry[] = [];
  for (let start = 0; start < text.length; ) {
    const nul = text.indexOf('\0', start);
    const end = nul < 0 ? text.length : nul;
    if (end > start) entries.push(parseEntry(text.slice(start, end)));
    start = end + 1;
  }
  return entries;
}

function parseEntry(entry: string): EnvironmentEntry {
  const equals = entry.indexOf('=');
  return equals < 0 ? { key: entry, value: null } : { key: entry.slice(0, equals), value: entry.slice(equals + 1) };
}
