import { type Host, READ_MAX_BYTES } from '../host.js';
import { textOf } from '../text.js';

/**
 * A regular file's text. For files that users can put in place: a FIFO or device there is refused unopened.
 * @throws Gone, Refused, TooLarge
 */
export const readRegularText = (host: Host, path: string, limitBytes = READ_MAX_BYTES): string =>
  textOf(readRegularBytes(host, path, limitBytes));

/** As {@link readRegularText}, as bytes of the caller's own. */
export function readRegularBytes(host: Host, path: string, limitBytes = READ_MAX_BYTES): Buffer {
  const chunks: Buffer[] = [];
  host.forEachChunk(path, (chunk) => void chunks.push(Buffer.from(chunk)), { limitBytes });
  const [first] = chunks;
  return first && chunks.length === 1 ? first : Buffer.concat(chunks);
}
