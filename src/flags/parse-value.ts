import type { Flag, FlagType } from './flag.js';

const TRUE = new Set(['1', 't', 'true', 'y', 'yes']);
const FALSE = new Set(['0', 'f', 'false', 'n', 'no']);

const RANGES: Readonly<Partial<Record<FlagType, readonly [bigint, bigint]>>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** A value in the spelling it is kept in (`true`, `16`), or undefined where it is none of the flag's type. */
export function parseValue(type: FlagType, given: string): string | undefined {
  if (type === 'string') return given;
  if (type === 'bool') return parseBool(given);
  if (type === 'double') return parseDouble(given);
  return parseWhole(type, given);
}

function parseBool(given: string): string | undefined {
  const word = given.toLowerCase();
  if (TRUE.has(word)) return 'true';
  return FALSE.has(word) ? 'false' : undefined;
}

function parseDouble(given: string): string | undefined {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given) ? String(Number(given)) : undefined;
}

/** Decimal, blanks and a sign before it; hexadecimal where it starts with 0x. A leading 0 does not mean octal. */
function parseWhole(type: FlagType, given: string): string | undefined {
  const range = RANGES[type];
  const match = /^(?:\s*([+-]?)(\d{1,400})|0x([0-9a-f]{1,400}))$/i.exec(given);
  if (range === undefined || match === null) return undefined;
  const [, sign = '', decimal, hex] = match;
  if (sign === '-' && type.startsWith('u')) return undefined;
  const size = hex === undefined ? BigInt(decimal ?? '0') : BigInt(`0x${hex}`);
  const value = sign === '-' ? -size : size;
  return value < range[0] || value > range[1] ? undefined : String(value);
}

/** What a flag's own check has against a value that is of its type. */
export function objection(flag: Flag, value: string): string | undefined {
  if (flag.name === 'alarm_timeout') {
    return BigInt(value) < 10n ? 'Alarm timeout cannot be lower than 10 seconds' : undefined;
  }
  return flag.name === 'logger_mode' ? modeObjection(value) : undefined;
}

function modeObjection(value: string): string | undefined {
  if (!/^[0-7]+$/.test(value)) return 'Failed to convert logger_mode string to octal';
  const mode = value.length > 5 ? 0 : Number.parseInt(value, 8);
  return mode < 1 || mode > 0o7777 ? 'The logger_mode flag does not contain a valid UNIX permission' : undefined;
}
