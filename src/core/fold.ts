const NON_ASCII = /[^\0-\x7f]/;
const UPPER = /[A-Z]+/g;
const LOWER = /[a-z]+/g;

/** A-Z as a-z and nothing else: SQL folds ASCII letters only. */
export function asciiLower(text: string): string {
  if (!NON_ASCII.test(text)) return text.toLowerCase();
  return text.replace(UPPER, (letters) => letters.toLowerCase());
}

/** a-z as A-Z and nothing else. */
export function asciiUpper(text: string): string {
  if (!NON_ASCII.test(text)) return text.toUpperCase();
  return text.replace(LOWER, (letters) => letters.toUpperCase());
}

export const isAsciiUpper = (unit: number): boolean => unit >= 0x41 && unit <= 0x5a;
