import type { Host } from '../host/index.js';

/**
 * Reads a source once in a statement, whichever tables and scans ask for it: later ones get what the first one got, or
 * are thrown what it was thrown.
 * @param host the machine, or a container in it, that is read
 * @param read the source's reader, the same function whoever asks; it must give what stays as it is: no view of a host's buffer
 */
export type Shared = <T>(host: Host, read: (host: Host) => T) => T;

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** A memory for one statement. */
export function sharedSources(): Shared {
  const known = new Map<Host, Map<(host: Host) => unknown, Outcome>>();
  return <T>(host: Host, read: (host: Host) => T): T => {
    let sources = known.get(host);
    if (!sources) {
      sources = new Map();
      known.set(host, sources);
    }
    let outcome = sources.get(read);
    if (!outcome) {
      outcome = outcomeOf(() => read(host));
      sources.set(read, outcome);
    }
    if ('error' in outcome) throw outcome.error;
    return outcome.value as T; // what this very reader gave
  };
}

function outcomeOf(read: () => unknown): Outcome {
  try {
    return { value: read() };
  } catch (error) {
    return { error };
  }
}
