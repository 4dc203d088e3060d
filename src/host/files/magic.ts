import { createRequire } from 'node:module';
import { Refused } from '../errors.js';
import type { Host } from '../host.js';
import { readRegularBytes } from './regular.js';

/** What libmagic says of a file's first bytes. */
export interface MagicReader {
  /** In words: `gzip compressed data, …`. @throws Refused where libmagic gives up */
  describe(path: string, bytes: Uint8Array): string;
}

export type MagicQuestion = 'description' | 'mime';

type Library = typeof import('wasmagic');

/** libmagic's own limit before 5.45; its tests look no further but in archives. */
export const MAGIC_BYTES = 1024 * 1024;
/** What a compiled database starts with, in the order of the machine that made it. */
const COMPILED = new Set([0xf11e041c, 0x1c041ef1]);

const ready = new Map<MagicQuestion, Promise<MagicReader>>();

/**
 * libmagic as WebAssembly, so that a forged file can do no more than end it: with its own database, or with databases
 * in source form (magic(5)). Its own stays loaded: that takes 150 ms, and 25 MB.
 * @throws Refused for a database that cannot be read
 */
export async function openMagic(
  host: Host,
  question: MagicQuestion,
  databases?: readonly string[],
): Promise<MagicReader> {
  if (databases) return load(question, databases);
  const known = ready.get(question) ?? load(question);
  ready.set(question, known);
  return known;

  async function load(asked: MagicQuestion, paths?: readonly string[]): Promise<MagicReader> {
    const library = createRequire(import.meta.url)('wasmagic') as Library; // require gives no types
    const flags = library.WASMagicFlags;
    const magic = await library.WASMagic.create({
      flags: asked === 'mime' ? flags.MIME_TYPE | flags.MIME_ENCODING : flags.NONE,
      loadDefaultMagicfile: paths === undefined,
      magicFiles: (paths ?? []).map((path) => readDatabase(host, path)),
    }).catch(() => {
      throw new Refused((paths ?? []).join(':'), 'no database of libmagic');
    });
    return {
      describe(path, bytes) {
        try {
          return magic.detect(bytes);
        } catch {
          ready.delete(asked); // what trapped once is in no state to go on
          throw new Refused(path, 'libmagic gives up');
        }
      },
    };
  }
}

function readDatabase(host: Host, path: string): Buffer {
  const bytes = readRegularBytes(host, path);
  if (bytes.length >= 4 && COMPILED.has(bytes.readUInt32LE(0)))
    throw new Refused(path, 'a compiled database, of which only the source can be read');
  return bytes;
}

/** The first bytes of a regular file, as many as libmagic looks at. @throws Gone, Refused */
export function readMagicBytes(host: Host, path: string): Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  host.forEachChunk(path, (chunk) => {
    chunks.push(Buffer.from(chunk.subarray(0, MAGIC_BYTES - length)));
    length += chunk.length;
    return length < MAGIC_BYTES;
  });
  return Buffer.concat(chunks);
}
