import { spawnSync } from 'node:child_process';
import { decodeText, quoteLiteral, Real, storageClass, type Value } from '../../src/core/index.js';

/** What `sqlite3` must be for its answers to count; other versions differ in the last digits of floats. */
const KNOWN = /^3\.(3[89]|4[0-2])\./;

const version = spawnSync('sqlite3', ['--version'], { encoding: 'utf8' }).stdout ?? '';

/** Options for a test that asks the sqlite3 program: skipped, with the reason, where there is none that we know. */
export const withOracle = KNOWN.test(version)
  ? {}
  : {
      skip:
        version === '' ? 'no sqlite3 program here' : `sqlite3 ${version.split(' ')[0]} is not a version compared with`,
    };

/** A value's storage class and literal: what the oracle's answers are written in. */
export const show = (value: Value): string => `${storageClass(value)} ${quoteLiteral(value)}`;

/** A value as SQL that the sqlite3 program reads back exactly, floats included. */
export function toSql(value: Value): string {
  if (value instanceof Real) return exactReal(value.value);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return exactReal(value);
  if (value === -9223372036854775808n) return '(-9223372036854775807 - 1)';
  if (typeof value === 'number' && value < 0) return `(${value})`;
  return quoteLiteral(value);
}

/** `ieee754(M, E)` is M × 2^E. */
function exactReal(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '9e999' : '(-9e999)';
  if (value === 0) return Object.is(value, -0) ? '(-0.0)' : '0.0';
  let mantissa = value;
  let exponent = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent--;
  }
  while (Math.abs(mantissa) > Number.MAX_SAFE_INTEGER) {
    mantissa /= 2;
    exponent++;
  }
  return `ieee754(${mantissa},${exponent})`;
}

/** What sqlite3 makes of each expression, as {@link show} writes it; `error: …` where it refuses. */
export function askSqlite(expressions: readonly string[], setUp = ''): string[] {
  const script = expressions
    .map((sql, index) => `SELECT ${index}, typeof(v), hex(quote(v)) FROM (SELECT ${sql} AS v);`)
    .join('\n');
  const run = spawnSync('sqlite3', ['-batch', '-list', ':memory:'], {
    input: `${setUp}\n${script}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const answers = new Array<string>(expressions.length).fill('error');
  for (const line of run.stdout.split('\n')) {
    const [index, type, literal] = line.split('|');
    if (literal !== undefined)
      answers[Number(index)] = `${type} ${plain(decodeText(Buffer.from(literal, 'hex')), type)}`;
  }
  return answers;
}

/** Real digits past the 17th are noise of the machine's long double: the float they read as is what counts. */
const plain = (literal: string, type: string | undefined): string =>
  type === 'real' && /\d/.test(literal) ? String(Number(literal) + 0) : literal;

/** Compares many cases in one go and reports those that differ, the first few in words. */
export function differences(cases: readonly (readonly [sql: string, ours: Value | Error])[], setUp = ''): string[] {
  const answers = askSqlite(
    cases.map(([sql]) => sql),
    setUp,
  );
  return cases.flatMap(([sql, ours], index) => {
    const mine =
      ours instanceof Error ? 'error' : `${storageClass(ours)} ${plain(quoteLiteral(ours), storageClass(ours))}`;
    return mine === answers[index] ? [] : [`${sql}: sqlite3 ${answers[index]}, ours ${mine}`];
  });
}
