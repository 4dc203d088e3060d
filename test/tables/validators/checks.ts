import { statSync } from 'node:fs';
import { isIP } from 'node:net';

/** Whether a value, as text and with '' for null, is what a column may hold. */
export type Check = (value: string) => boolean;

const isInteger: Check = (value) => /^\s*[+-]?\d+/.test(value);
const within =
  (low: number, high: number): Check =>
  (value) =>
    isInteger(value) && Number.parseInt(value, 10) >= low && Number.parseInt(value, 10) <= high;
const isAddress: Check = (value) => isIP(value.replace(/%.*$/, '')) !== 0;

const NAMED: Readonly<Record<string, Check>> = {
  NormalType: () => true,
  IntType: isInteger,
  NonEmpty: (value) => value !== '',
  NonNull: (value) => value !== 'null',
  NonZero: (value) => value !== '0',
  NonEmptyString: (value) => value !== '' && value !== 'null',
  NonNegativeInt: (value) => value === '' || within(0, Number.POSITIVE_INFINITY)(value),
  NonNegativeOrErrorInt: (value) => value === 'null' || within(-1, Number.POSITIVE_INFINITY)(value),
  IntOrEmpty: (value) => value === '' || value === 'null' || isInteger(value),
  EmptyOk: (value) => value === '',
  NullOk: (value) => value === 'null',
  Bool: (value) => value === '0' || value === '1',
  FileOnDisk: (value) => statSync(value, { throwIfNoEntry: false })?.isFile() ?? false,
  DirectoryOnDisk: (value) => statSync(value, { throwIfNoEntry: false })?.isDirectory() ?? false,
  ValidUUID: (value) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value),
  MD5: (value) => /^[\da-f]{32}$/.test(value),
  SHA1: (value) => /^[\da-f]{40}$/.test(value),
  SHA256: (value) => /^[\da-f]{64}$/.test(value),
  verifyIpAddress: isAddress,
  verifyEmptyStringOrIpAddress: (value) => value === '' || isAddress(value),
  verifyMacAddress: (value) => value === 'incomplete' || /^([\da-f]{2}[:-]){5}[\da-f]{2}$/i.test(value),
  verifyUidGid: within(-2, Number.POSITIVE_INFINITY),
  'custom: integer >= 0 (empty rejected on Linux)': within(0, Number.POSITIVE_INFINITY),
  'custom: non-empty string': (value) => value !== '',
  "custom: contains '(deleted)' or is a non-empty absolute path": (value) =>
    value.includes('(deleted)') || value.startsWith('/'),
  'custom: -1, or boot_time-1s <= value <= now (unix seconds)': (value) =>
    value === '-1' || (isInteger(value) && Number(value) <= Date.now() / 1000 && Number(value) > 1_000_000_000),
};

/** Numbers in a range, `*`, `*​/N`, or a list of numbers, ranges and names. */
const cron =
  (low: number, high: number): Check =>
  (value) =>
    value === '*' ||
    value === '' ||
    /^\*\/\d+$/.test(value) ||
    value
      .split(',')
      .every((item) => /^[a-z]{3}$/i.test(item) || /^\d+-\d+(\/\d+)?$/.test(item) || within(low, high)(item));

/** The check of a name in columns.json; `|` between names means either. @throws Error for a name that is none */
export function checkNamed(text: string): Check {
  const [, low, high] = /^(?:IntMinMaxCheck|CronValuesCheck)\((-?\d+), (-?\d+)/.exec(text) ?? [];
  if (text.startsWith('IntMinMaxCheck')) return within(Number(low), Number(high));
  if (text.startsWith('CronValuesCheck')) return cron(Number(low), Number(high));
  if (text.startsWith('SpecificValuesCheck')) {
    const values = new Set([...text.matchAll(/'([^']*)'/g)].map(([, value]) => value));
    return (value) => values.has(value);
  }
  if (NAMED[text]) return NAMED[text];
  const parts = text.split(' | ').map((name) => NAMED[name]);
  if (parts.some((part) => !part)) throw new Error(`no check is called ${text}`);
  return (value) => parts.some((part) => part?.(value));
}
