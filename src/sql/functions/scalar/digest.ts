import { createHash, type Hash } from 'node:crypto';
import { SqlError, toText, type Value } from '../../../core/index.js';
import { bytesOf } from '../size.js';

/**
 * The digest of a value's bytes, in lower-case hexadecimal.
 * @throws SqlError where this system's OpenSSL refuses the algorithm (md5 in FIPS mode)
 */
export function hexDigest(algorithm: 'md5' | 'sha1' | 'sha256', value: Value): string | null {
  if (value === null) return null;
  return hasher(algorithm)
    .update(bytesOf(value instanceof Uint8Array ? value : toText(value)))
    .digest('hex');
}

function hasher(algorithm: string): Hash {
  try {
    return createHash(algorithm);
  } catch {
    throw new SqlError('runtime', `${algorithm} is not available on this system`);
  }
}
