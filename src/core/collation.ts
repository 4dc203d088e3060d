import { compareText } from './compare.js';
import { asciiLower, isAsciiUpper } from './fold.js';
import {
  ARCH_VERSION,
  compareVersions,
  DPKG_VERSION,
  PLAIN_VERSION,
  RHEL_VERSION,
  type VersionRules,
} from './version.js';

export type CollationName =
  | 'binary'
  | 'nocase'
  | 'rtrim'
  | 'version'
  | 'version_arch'
  | 'version_dpkg'
  | 'version_rhel';

/** A way to order texts. */
export interface Collation {
  readonly name: CollationName;
  /** Negative, 0 or positive. */
  compare(left: string, right: string): number;
  /** Texts with the same key are equal. */
  key(text: string): string;
  /**
   * True where equal texts always have the same key. False for VERSION_ARCH and VERSION_RHEL, whose equality is not
   * transitive (1.0 equals 1.0-4 and 1.0-5, which differ): grouping by key then tells apart whatever differs.
   */
  readonly exactKey: boolean;
}

const same = (text: string): string => text;

/** By bytes. */
export const binary: Collation = { name: 'binary', compare: compareText, key: same, exactKey: true };

/** By bytes, A-Z as a-z; other letters keep their case. */
export const nocase: Collation = { name: 'nocase', compare: compareFolded, key: asciiLower, exactKey: true };

/** By bytes, spaces at the end not counting. */
export const rtrim: Collation = {
  name: 'rtrim',
  compare: (left, right) => compareText(withoutFinalSpaces(left), withoutFinalSpaces(right)),
  key: withoutFinalSpaces,
  exactKey: true,
};

function version(name: CollationName, rules: VersionRules): Collation {
  return {
    name,
    compare: (left, right) => compareVersions(left, right, rules),
    key: rules.epoch ? same : (text) => text.replace(/[-~^:]/g, '.'),
    exactKey: !rules.smart,
  };
}

const COLLATIONS: readonly Collation[] = [
  binary,
  nocase,
  rtrim,
  version('version', PLAIN_VERSION),
  version('version_arch', ARCH_VERSION),
  version('version_dpkg', DPKG_VERSION),
  version('version_rhel', RHEL_VERSION),
];
/** SQLite's own first. */
export const COLLATION_NAMES: readonly CollationName[] = COLLATIONS.map((collation) => collation.name);

const BY_NAME = new Map<string, Collation>(COLLATIONS.map((collation) => [collation.name, collation]));

/** The collation of this name in any case of letters; undefined: none. */
export function findCollation(name: string): Collation | undefined {
  return BY_NAME.get(asciiLower(name));
}

/** The collation of a name known to exist. */
export function collationOf(name: CollationName): Collation {
  return BY_NAME.get(name) ?? binary; // the map holds every CollationName
}

function compareFolded(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a === b) continue;
    if (a >= 0x80 || b >= 0x80) return compareText(asciiLower(left), asciiLower(right));
    const difference = foldUnit(a) - foldUnit(b);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const foldUnit = (unit: number): number => (isAsciiUpper(unit) ? unit + 32 : unit);

function withoutFinalSpaces(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--;
  return end === text.length ? text : text.slice(0, end);
}
