// Names, paths and numbers are an attacker's: nobody who does not know these can tell which of them meet in a table.
const SEED = secret();
const FACTOR = secret();
const GOLDEN = 0x9e3779b1;

function secret(): number {
  return (Math.random() * 2 ** 32) | 1;
}

/** 32 bits of a word, for tables of this process alone. */
export function hashWord(word: number): number {
  const hash = Math.imul(word ^ SEED, GOLDEN);
  return Math.imul(hash ^ (hash >>> 15), FACTOR);
}

export const hashWords = (a: number, b: number): number => hashWord(a ^ Math.imul(b, GOLDEN));

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

export function hashNumber(value: number): number {
  if ((value | 0) === value) return hashWord(value);
  double[0] = value;
  return hashWords(words[0] as number, words[1] as number); // two words are a double
}

/** A polynomial of the text's units, at a secret place. */
export function hashText(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, FACTOR) + text.charCodeAt(i)) | 0;
  return hashWord(hash);
}
