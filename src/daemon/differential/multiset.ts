export interface MultisetDifference {
  /** Places in `current` of what `previous` has not, ascending: of equal texts the last ones. */
  readonly added: readonly number[];
  /** What `current` has not, in no order. */
  readonly removed: readonly string[];
}

/** What must be added to and taken from `previous` to make it `current`; how often a text occurs counts. */
export function diffMultisets(previous: readonly string[], current: readonly string[]): MultisetDifference {
  // Most rows stand where they stood: those pairs never reach the map.
  const surplus = new Map<string, number>();
  const count = (text: string, by: number) => surplus.set(text, (surplus.get(text) ?? 0) + by);
  const length = Math.max(previous.length, current.length);
  for (let at = 0; at < length; at++) {
    const before = previous[at];
    const now = current[at];
    if (before === now) continue;
    if (before !== undefined) count(before, -1);
    if (now !== undefined) count(now, 1);
  }
  return { added: lastPlaces(current, surplus), removed: leftOver(surplus) };
}

function lastPlaces(current: readonly string[], surplus: ReadonlyMap<string, number>): number[] {
  const wanted = new Map([...surplus].filter(([, count]) => count > 0));
  const places: number[] = [];
  for (let at = current.length - 1; at >= 0 && wanted.size > 0; at--) {
    const text = current[at] ?? '';
    const count = wanted.get(text);
    if (count === undefined) continue;
    places.push(at);
    if (count === 1) wanted.delete(text);
    else wanted.set(text, count - 1);
  }
  return places.reverse();
}

function leftOver(surplus: ReadonlyMap<string, number>): string[] {
  const removed: string[] = [];
  for (const [text, count] of surplus) for (let n = count; n < 0; n++) removed.push(text);
  return removed;
}
