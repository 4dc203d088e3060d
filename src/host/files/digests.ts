import { createHash } from 'node:crypto';
import { type Host, READ_MAX_BYTES } from '../host.js';

export type DigestName = 'md5' | 'sha1' | 'sha256';

export interface DigestOptions {
  /** Default: READ_MAX_BYTES. */
  readonly limitBytes?: number;
  /** Called before each piece of the file is hashed; may throw to give up. */
  readonly checkpoint?: () => void;
}

/**
 * Digests of a regular file in lower-case hexadecimal, all from one pass over it.
 * @throws Gone, Refused (also: not a regular file), TooLarge
 */
export function readDigests(
  host: Host,
  path: string,
  names: readonly DigestName[],
  { limitBytes = READ_MAX_BYTES, checkpoint }: DigestOptions = {},
): ReadonlyMap<DigestName, string> {
  const hashes = names.map((name) => ({ name, hash: createHash(name) }));
  host.forEachChunk(
    path,
    (chunk) => {
      checkpoint?.();
      for (const { hash } of hashes) hash.update(chunk);
    },
    { limitBytes },
  );
  return new Map(hashes.map(({ name, hash }) => [name, hash.digest('hex')]));
}
