import type { Host } from '../host.js';
import { fieldsOf, isNisName } from './colon-lines.js';

/** A line of `/etc/shadow`, without the hash. Days count from the epoch; null where a field is empty. */
export interface ShadowEntry {
  readonly name: string;
  readonly status: 'active' | 'locked' | 'empty' | 'not_set';
  /** What stands between the first two `$` of the hash, such as 6 or y. */
  readonly algorithm: string | null;
  readonly lastChangeDays: number | null;
  readonly minDays: number | null;
  readonly maxDays: number | null;
  readonly warningDays: number | null;
  readonly inactiveDays: number | null;
  readonly expireDays: number | null;
  readonly flag: number | null;
}

/** Throws as `Host.readBytes`. */
export const readShadow = (host: Host): ShadowEntry[] => parseShadow(host.readText('/etc/shadow'));

/** shadow(5). Lines with a field that is no number are left out, as the C library leaves them out. Pure. */
export function parseShadow(text: string): ShadowEntry[] {
  const entries: ShadowEntry[] = [];
  for (const [name = '', password, ...fields] of fieldsOf(text, 9)) {
    const numbers = fields.map((field) => field.trim());
    if (name === '' || isNisName(name) || password === undefined) continue;
    if (!numbers.every((field) => /^(-1|\d{0,15})$/.test(field))) continue;
    const at = (index: number): number | null => (numbers[index] ? Number(numbers[index]) : null);
    entries.push({
      name,
      status: statusOf(password),
      algorithm: /^[!*]*\$(\w+)\$/.exec(password)?.[1] ?? null,
      lastChangeDays: at(0),
      minDays: at(1),
      maxDays: at(2),
      warningDays: at(3),
      inactiveDays: at(4),
      expireDays: at(5),
      flag: at(6),
    });
  }
  return entries;
}

function statusOf(password: string): ShadowEntry['status'] {
  if (password === '!!') return 'not_set';
  if (password === '') return 'empty';
  return /^[!*x]/.test(password) ? 'locked' : 'active';
}
