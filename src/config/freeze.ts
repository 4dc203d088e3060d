/** Freezes plain objects and arrays all the way down; maps are frozen by their type only, what they hold is frozen. */
export function freezeDeep<T>(value: T): T {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue;
    if (next instanceof Map) for (const held of next.values()) open.push(held);
    else for (const held of Object.values(Object.freeze(next))) open.push(held);
  }
  return value;
}
