import type { Host } from '../host.js';
import { linesOf } from '../words.js';

/** What a desktop starts at login (Desktop Entry Specification). */
export interface DesktopEntry {
  readonly name: string | null;
  /** Command line. */
  readonly exec: string | null;
  /** Switched off. */
  readonly isHidden: boolean;
}

/** Throws as `Host.readBytes`. */
export const readDesktopEntry = (host: Host, path: string): DesktopEntry => parseDesktopEntry(host.readText(path));

/** Keys of the group `[Desktop Entry]`, those before any group included; names in other languages are not looked at. Pure. */
export function parseDesktopEntry(text: string): DesktopEntry {
  const values = new Map<string, string>();
  let isEntry = true;
  for (const line of linesOf(text)) {
    if (line.startsWith('[')) isEntry = line === '[Desktop Entry]';
    const [, key, value] = /^(Name|Exec|Hidden)\s*=\s*(.*)$/.exec(line) ?? [];
    if (isEntry && key !== undefined && value !== undefined) values.set(key, value);
  }
  return {
    name: values.get('Name') || null,
    exec: values.get('Exec') || null,
    isHidden: values.get('Hidden') === 'true',
  };
}
