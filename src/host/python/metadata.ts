import type { Host } from '../host.js';
import { textOf } from '../text.js';

/** What a distribution says of itself (Core metadata specifications); null where it does not. */
export interface PythonMetadata {
  readonly name: string | null;
  readonly version: string | null;
  readonly summary: string | null;
  /** Newer projects have no author but an address with a name: then that. */
  readonly author: string | null;
  /** As an SPDX expression where there is no other. */
  readonly license: string | null;
}

/** Longer than any head: licenses come in whole. */
const HEAD_MAX_BYTES = 1024 * 1024;
const HEAD_END = /\n\r?\n/;

/**
 * METADATA, or PKG-INFO. The description behind the head is not read to its end.
 * @throws Gone, Refused, TooLarge
 */
export function readPythonMetadata(host: Host, path: string): PythonMetadata {
  const chunks: Buffer[] = [];
  host.forEachChunk(
    path,
    (chunk) => {
      chunks.push(Buffer.from(chunk));
      return !HEAD_END.test(chunk.toString('latin1'));
    },
    { limitBytes: HEAD_MAX_BYTES },
  );
  return parsePythonMetadata(textOf(Buffer.concat(chunks)));
}

/** Fields as in a mail's head, up to the first empty line; names in any case; of a field that comes again the first counts. Pure. */
export function parsePythonMetadata(text: string): PythonMetadata {
  const end = text.search(HEAD_END);
  const fields = new Map<string, string>();
  let field: string | undefined;
  for (const line of (end < 0 ? text : text.slice(0, end)).split('\n')) {
    if (/^[ \t]/.test(line)) {
      if (field !== undefined) fields.set(field, `${fields.get(field)}\n${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    field = name === '' || fields.has(name) ? undefined : name;
    if (field !== undefined) fields.set(field, line.slice(colon + 1).trim());
  }
  // `UNKNOWN` is what setuptools wrote where nothing was said.
  const value = (name: string): string | null => {
    const found = fields.get(name);
    return found === undefined || found === '' || found === 'UNKNOWN' ? null : found;
  };
  return {
    name: value('name'),
    version: value('version'),
    summary: value('summary'),
    author: value('author') ?? value('author-email'),
    license: value('license') ?? value('license-expression'),
  };
}
