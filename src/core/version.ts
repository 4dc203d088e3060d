import { Buffer } from 'node:buffer';
import { encodeText } from './text.js';

/** How version texts of one packaging world compare. */
export interface VersionRules {
  /** A text before the first `:` counts before everything else. */
  readonly epoch: boolean;
  /** Different delimiters rank `~ - ^ . :`; otherwise they are equal. */
  readonly ranking: boolean;
  /** What is left of the longer text is judged by its first character: `~` older, `-` equal, `^` newer. */
  readonly smart: boolean;
  /** With `smart`: a shorter text that ends in a digit is older, whatever differed before. */
  readonly digitGuard: boolean;
}

export const PLAIN_VERSION: VersionRules = { epoch: false, ranking: false, smart: false, digitGuard: false };
export const ARCH_VERSION: VersionRules = { epoch: true, ranking: false, smart: true, digitGuard: true };
export const DPKG_VERSION: VersionRules = { epoch: true, ranking: true, smart: false, digitGuard: false };
export const RHEL_VERSION: VersionRules = { epoch: true, ranking: true, smart: true, digitGuard: false };

const DELIMITERS = '~-^.:';
const NON_ASCII = /[^\0-\x7f]/;

/**
 * Compares two version texts, character by character up to a delimiter: the part with more characters is newer, then
 * the one whose first difference is greater. So 1.9 is older than 1.10, but also 1.2 older than 1.02. Gives -1, 0 or 1.
 */
export function compareVersions(left: string, right: string, rules: VersionRules): -1 | 0 | 1 {
  if (left === right) return 0;
  if (left === '' || right === '') return left === '' ? -1 : 1;
  return signOf(walk(bytewise(left), bytewise(right), rules));
}

/** Texts compare by bytes, so other than ASCII is spelled one character a byte. */
const bytewise = (text: string): string =>
  NON_ASCII.test(text) ? Buffer.from(encodeText(text)).toString('latin1') : text;

const signOf = (difference: number): -1 | 0 | 1 => (difference < 0 ? -1 : difference > 0 ? 1 : 0);

function compareEpochs(left: string, right: string): number {
  const a = left.indexOf(':');
  const b = right.indexOf(':');
  if (a >= 0 && b >= 0) return a - b;
  return a >= 0 ? 1 : b >= 0 ? -1 : 0;
}

function walk(left: string, right: string, rules: VersionRules): number {
  const epochs = rules.epoch ? compareEpochs(left, right) : 0;
  if (epochs !== 0) return epochs;
  const length = Math.min(left.length, right.length);
  let difference = 0;
  for (let at = 0; at < length; at++) {
    const a = DELIMITERS.indexOf(left.charAt(at));
    const b = DELIMITERS.indexOf(right.charAt(at));
    if (a < 0 && b < 0) {
      if (difference === 0) difference = left.charCodeAt(at) - right.charCodeAt(at);
    } else if (a < 0 || b < 0) {
      return a < 0 ? 1 : -1;
    } else if (difference !== 0) {
      return difference;
    } else if (rules.ranking && a !== b) {
      return a - b;
    }
  }
  if (left.length === right.length) return difference;
  const leftIsLonger = left.length > right.length;
  const [longer, shorter] = leftIsLonger ? [left, right] : [right, left];
  const verdict = judgeRest(longer.charAt(length), shorter.charAt(length - 1), difference, rules);
  if (verdict === 'difference') return difference;
  return verdict * (leftIsLonger ? 1 : -1);
}

/** One text ends after `last`, the other goes on with `next`: is the longer one newer (1), older (-1) or equal? */
function judgeRest(next: string, last: string, difference: number, rules: VersionRules): 1 | 0 | -1 | 'difference' {
  if (!rules.smart) return difference !== 0 && DELIMITERS.includes(next) ? 'difference' : 1;
  if (next === '~') return -1;
  if (next === '-') return 0;
  if (next === '^' || difference === 0) return 1;
  return rules.digitGuard && isDigit(last) ? 1 : 'difference';
}

const isDigit = (char: string): boolean => char >= '0' && char <= '9';
