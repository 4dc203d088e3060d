import type { Host } from '../host.js';
import { fieldsOf, isNisName, LEADING_BLANKS, parseId } from './colon-lines.js';

/** One line of `/etc/group`. */
export interface GroupEntry {
  readonly name: string;
  /** 0 to 4,294,967,295. */
  readonly gid: number;
  /** Names of users that are in it beside those whose primary group it is. */
  readonly members: readonly string[];
}

/** Throws as `Host.readBytes`. */
export const readGroups = (host: Host): GroupEntry[] => parseGroups(host.readText('/etc/group'));

/** group(5), as the C library reads it: lines without an id are left out, and those that call in NIS. Pure. */
export function parseGroups(text: string): GroupEntry[] {
  const entries: GroupEntry[] = [];
  for (const [name = '', , gidText, members = ''] of fieldsOf(text, 4)) {
    const gid = parseId(gidText, name);
    if (gid === null || isNisName(name)) continue;
    entries.push({ name, gid, members: membersOf(members) });
  }
  return entries;
}

const NOBODY: readonly string[] = [];

const membersOf = (text: string): readonly string[] =>
  text === ''
    ? NOBODY
    : text
        .split(',')
        .map((name) => name.replace(LEADING_BLANKS, ''))
        .filter((name) => name !== '');
