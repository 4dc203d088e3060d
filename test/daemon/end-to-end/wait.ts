import { setTimeout as sleep } from 'node:timers/promises';

/** What a busy machine may need for what an idle one does at once. */
const PATIENCE_MS = 25_000;
const LOOK_MS = 40;

/** Looks until there is something to see. @throws Error with `what` where it never comes */
export async function seen<T>(
  what: string,
  look: () => T | Promise<T>,
  { withinMs = PATIENCE_MS, else: why = () => '' }: { withinMs?: number; else?: () => string } = {},
): Promise<Exclude<NonNullable<T>, false>> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found as Exclude<NonNullable<T>, false>; // what is true is neither
    if (performance.now() > endsAt) throw new Error(`waited ${withinMs} ms for: ${what}\n${why()}`);
    await sleep(LOOK_MS);
  }
}
