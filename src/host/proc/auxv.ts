import * as os from 'node:os';

/** The vector of a 64-bit process (getauxval(3)): pairs of type and value, ended by a zero type. Pure. */
export function parseAuxv(bytes: Buffer): ReadonlyMap<number, number> {
  const word = (at: number): number =>
    Number(os.endianness() === 'LE' ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  const entries = new Map<number, number>();
  for (let at = 0; at + 16 <= bytes.length; at += 16) {
    const type = word(at);
    if (type === 0) break;
    entries.set(type, word(at + 8));
  }
  return entries;
}
