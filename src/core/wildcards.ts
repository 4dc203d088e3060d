export const ANY_ONE = Symbol('any one character');
export const ANY_RUN = Symbol('any run of characters');

export interface CharacterSet {
  readonly negated: boolean;
  /** Code points, both ends included. */
  readonly ranges: readonly (readonly [first: number, last: number])[];
}

/** One character of a pattern: itself, a wildcard, or a set. */
export type Element = string | typeof ANY_ONE | typeof ANY_RUN | CharacterSet;

type Test = (code: number) => boolean;

/**
 * Matches any pattern, character by character: at a mismatch the last run takes one more character, and earlier runs
 * need never be tried again. Time is bounded by text × pattern. With `fold`, A-Z in the text count as a-z.
 */
export function matchElements(elements: readonly Element[], fold: boolean): (text: string) => boolean {
  const tests = elements.map((element) => (element === ANY_RUN ? undefined : testOf(element, fold)));
  return (text) => matches(tests, codePoints(text));
}

/** `undefined` among the tests stands for a run. */
function matches(tests: readonly (Test | undefined)[], codes: readonly number[]): boolean {
  let test = 0;
  let runAt = -1;
  let runEnd = 0;
  for (let at = 0; at < codes.length; ) {
    const current = tests[test];
    if (test < tests.length && current === undefined) {
      runAt = test++;
      runEnd = at;
    } else if (current?.(codes[at] ?? 0)) {
      test++;
      at++;
    } else {
      if (runAt < 0) return false;
      test = runAt + 1;
      at = ++runEnd;
    }
  }
  while (test < tests.length && tests[test] === undefined) test++;
  return test === tests.length;
}

function testOf(element: Exclude<Element, typeof ANY_RUN>, fold: boolean): Test {
  if (element === ANY_ONE) return () => true;
  if (typeof element !== 'string') return setTest(element);
  const code = element.codePointAt(0) ?? 0;
  const upper = fold && code >= 0x61 && code <= 0x7a ? code - 32 : code;
  return (other) => other === code || other === upper;
}

function setTest({ negated, ranges }: CharacterSet): Test {
  return (code) => ranges.some(([first, last]) => code >= first && code <= last) !== negated;
}

function codePoints(text: string): number[] {
  const codes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at++;
    codes.push(code);
  }
  return codes;
}
