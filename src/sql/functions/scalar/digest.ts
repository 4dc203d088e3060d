import { createHash } from 'node:crypto';
import { toText, type Value } from '../../../core/index.js';
import { bytesOf } from '../size.js';

/** The digest of a value's bytes, in lower-case hexadecimal. Works also where OpenSSL is in FIPS mode, except for md5. */
export function hexDigest(algorithm: 'md5' | 'sha1' | 'sha256', value: Value): string | null {
  if (value === null) return null;
  return createHash(algorithm)
    .update(bytesOf(value instanceof Uint8Array ? value : toText(value)))
    .digest('hex');
}
