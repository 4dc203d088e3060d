import * as fs from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';

/** Bytes packed between two breaths. */
const CHUNK_BYTES = 1 << 20;

/**
 * Moves `path` to `path.1`, the old `.1` packed with zstd to `.2.zst`, that to `.3.zst` and so on; those numbered above
 * `maxFiles` go. Each step leaves a whole chain, wherever the process may be killed.
 */
export async function rotate(path: string, maxFiles: number): Promise<void> {
  const packed = (number: number): string => `${path}.${number}.zst`;
  let last = 1;
  while (fs.existsSync(packed(last + 1))) last++;
  for (let number = last; number >= 2; number--) {
    if (number + 1 > maxFiles) fs.rmSync(packed(number), { force: true });
    else fs.renameSync(packed(number), packed(number + 1));
  }
  if (fs.existsSync(`${path}.1`)) {
    if (maxFiles >= 2) await pack(`${path}.1`, packed(2));
    fs.rmSync(`${path}.1`);
  }
  if (maxFiles >= 1) fs.renameSync(path, `${path}.1`);
  else fs.rmSync(path);
}

/** Level 1, and under another name until it is whole. */
async function pack(from: string, to: string): Promise<void> {
  const { Zstd } = await import('@hpcc-js/wasm-zstd'); // loaded here alone: few daemons rotate, and none often
  const zstd = await Zstd.load();
  const part = `${to}.part`;
  const input = fs.openSync(from, 'r');
  const output = fs.openSync(part, 'w', 0o644);
  try {
    zstd.reset();
    zstd.setCompressionLevel(1);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let size = fs.readSync(input, chunk); size > 0; size = fs.readSync(input, chunk)) {
      fs.writeFileSync(output, zstd.compressChunk(chunk.subarray(0, size)));
      await breathe();
    }
    fs.writeFileSync(output, zstd.compressEnd());
    fs.renameSync(part, to);
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  } finally {
    fs.closeSync(input);
    fs.closeSync(output);
  }
}
