import type { Arguments } from './arguments.js';

/** One `%…` of a format, read but for its argument. */
export interface Directive {
  readonly type: string;
  readonly left: boolean;
  /** What a number of 0 and above starts with: '', '+' or ' '. */
  readonly plus: string;
  readonly alternate: boolean;
  readonly bang: boolean;
  readonly zero: boolean;
  readonly comma: boolean;
  readonly width: number;
  readonly precision: number | undefined;
}

const SHAPE = /([-+ #!0,]*)(\*|\d+)?(?:\.(\*|\d*))?l{0,2}/y;
const MAX_INT = 2 ** 31 - 1;

/** The directive whose `%` stands before `at`, and where the format goes on; undefined where the format ends in it. */
export function readDirective(
  format: string,
  at: number,
  args: Arguments,
): { directive: Directive; next: number } | undefined {
  SHAPE.lastIndex = at;
  const match = SHAPE.exec(format);
  const type = match ? format.charAt(at + match[0].length) : '';
  if (!match || type === '') return undefined;
  const flags = match[1] ?? '';
  const width = match[2] === '*' ? args.nextInt() : wrapped(match[2] ?? '0');
  const precision =
    match[3] === '*' ? Math.abs(args.nextInt()) : match[3] === undefined ? undefined : wrapped(match[3]);
  return {
    directive: {
      type,
      left: flags.includes('-') || width < 0,
      plus: /[+ ](?=[^+ ]*$)/.exec(flags)?.[0] ?? '',
      alternate: flags.includes('#'),
      bang: flags.includes('!'),
      zero: flags.includes('0'),
      comma: flags.includes(','),
      width: Math.abs(width),
      precision,
    },
    next: at + match[0].length + 1,
  };
}

/** Digits as an int; more than one can hold is as good as the most. */
const wrapped = (digits: string): number => Math.min(MAX_INT, Number(digits));
