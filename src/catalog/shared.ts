import type { Host } from '../host/index.js';

/**
 * Reads a source once in a statement, whichever tables and scans ask for it: later ones get what the first one got, or
 * are thrown what it was thrown. `read` must give what stays as it is: no view of a host's buffer.
 * @param host the machine, or a container in it, that is read
 * @param source its name, the same for the same `read` alone
 */
export type Shared = <T>(host: Host, source: string, read: () => T) => T;

/** A memory for one statement. */
export function sharedSources(): Shared {
  const known = new Map<Host, Map<string, { readonly value: unknown } | { readonly error: unknown }>>();
  return <T>(host: Host, source: string, read: () => T): T => {
    let sources = known.get(host);
    if (!sources) {
      sources = new Map();
      known.set(host, sources);
    }
    let outcome = sources.get(source);
    if (!outcome) {
      outcome = outcomeOf(read);
      sources.set(source, outcome);
    }
    if ('error' in outcome) throw outcome.error;
    return outcome.value as T; // whoever asks for a source reads it the same way
  };
}

function outcomeOf(read: () => unknown): { readonly value: unknown } | { readonly error: unknown } {
  try {
    return { value: read() };
  } catch (error) {
    return { error };
  }
}
