import type { Socket } from 'node:net';

/** Bytes of a line. */
const LONGEST = 16 * 1024 * 1024;

/** A line beyond what is taken. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** What comes in, line by line, without the line feeds; an unfinished last line counts. @throws TooLong */
export async function* lines(socket: Socket): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let size = 0;
  // What is still to be said must not be lost when the other side has nothing more to say.
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end));
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      size = 0;
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    size += rest.length;
    if (size > LONGEST) throw new TooLong(`a line is longer than ${LONGEST} bytes`);
    if (rest.length > 0) parts.push(rest);
  }
  if (size > 0) yield Buffer.concat(parts).toString('utf8');
}
