import type { Host } from '../host.js';
import { fieldsOf, parseId } from './colon-lines.js';

/** One line of `/etc/passwd`. Fields that the line is too short for are null. */
export interface PasswdEntry {
  readonly name: string;
  /** 0 to 4,294,967,295, as `gid`. */
  readonly uid: number;
  readonly gid: number;
  /** Full name and more, separated by commas. */
  readonly gecos: string | null;
  readonly directory: string | null;
  readonly shell: string | null;
}

/** Throws as `Host.readBytes`. */
export const readPasswd = (host: Host): PasswdEntry[] => parsePasswd(host.readText('/etc/passwd'));

/**
 * passwd(5), as fgetpwent(3) of glibc reads it, except that a long line does not end it. Lines without two ids are
 * left out; those that call in NIS (`+`, `-name`) may do without, and have 0. Pure.
 */
export function parsePasswd(text: string): PasswdEntry[] {
  const entries: PasswdEntry[] = [];
  for (const fields of fieldsOf(text, 7)) {
    const [name = '', , uidText, gidText, gecos = null, directory = null, shell = null] = fields;
    const uid = parseId(uidText, name);
    const gid = parseId(gidText, name);
    if (uid !== null && gid !== null) entries.push({ name, uid, gid, gecos, directory, shell });
  }
  return entries;
}
