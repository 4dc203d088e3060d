import type { Pattern } from '../../catalog/index.js';
import { asciiLower } from '../../core/index.js';

/**
 * A test whether a path that a pattern found is new, for patterns tried one after another. Only paths of patterns that
 * could find the same are remembered: `/home/a/%` and `/home/b/%` cannot.
 */
export function distinctAcross(patterns: readonly Pattern[]): (pattern: Pattern, path: string) => boolean {
  const overlapping = overlappingOf(patterns);
  const seen = new Set<string>();
  return (pattern, path) => {
    if (!overlapping.has(pattern)) return true;
    if (seen.has(path)) return false;
    seen.add(path);
    return true;
  };
}

/** Those that share the literal text they start with, as far as the shorter one goes. */
function overlappingOf(patterns: readonly Pattern[]): Set<Pattern> {
  const sorted = patterns
    .map((pattern) => ({ pattern, prefix: asciiLower(pattern.prefix) }))
    .sort((a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : 0));
  const overlapping = new Set<Pattern>();
  let shortest = sorted[0];
  for (const next of sorted.slice(1)) {
    if (shortest && next.prefix.startsWith(shortest.prefix)) overlapping.add(shortest.pattern).add(next.pattern);
    else shortest = next;
  }
  return overlapping;
}
