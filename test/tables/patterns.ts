import type { Lookup, Pattern } from '../../src/catalog/index.js';
import { compileGlob, compileLike, globPrefix, likePrefix } from '../../src/core/index.js';

/** A LIKE as the engine hands it to a scan. */
export const like = (text: string, escape?: string): Pattern => ({
  op: 'like',
  text,
  prefix: likePrefix(text, escape),
  ...(escape !== undefined && { escape }),
  matches: compileLike(text, escape),
});

/** A GLOB as the engine hands it to a scan. */
export const glob = (text: string): Pattern => ({
  op: 'glob',
  text,
  prefix: globPrefix(text),
  matches: compileGlob(text),
});

/** Any of these: as `path LIKE a OR path LIKE b`. */
export const anyOf = (...patterns: Pattern[]): Lookup => ({ patterns });
