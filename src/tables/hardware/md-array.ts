import { type Host, parseCount, readAttribute, readOr } from '../../host/index.js';

/** A device of an array, as `/sys/block/<array>/md/dev-*` has it. */
export interface MdMember {
  /** The kernel's name. */
  readonly name: string;
  /** Its place in the array, null for a spare. */
  readonly slot: number | null;
  /** Words such as in_sync, spare, faulty, write_mostly. */
  readonly states: readonly string[];
}

/** The members of an array by name; none where the kernel does not tell. */
export function listMdMembers(host: Host, array: string): MdMember[] {
  const folder = `/sys/block/${array}/md`;
  const entries = readOr([], () => host.list(folder)).filter((name) => name.startsWith('dev-'));
  return entries.sort().map((entry) => ({
    name: entry.slice('dev-'.length),
    slot: smallCount(readAttribute(host, `${folder}/${entry}/slot`)),
    states: readAttribute(host, `${folder}/${entry}/state`)?.split(',') ?? [],
  }));
}

/** A number among an array's attributes, null for anything else. */
export const mdCount = (host: Host, array: string, attribute: string): number | null =>
  smallCount(readAttribute(host, `/sys/block/${array}/md/${attribute}`));

/** Kernels write `2 (3)` while the number of disks changes. */
const smallCount = (text: string | null): number | null => {
  const count = parseCount(text?.split(' ', 1)[0]);
  return count === null ? null : Number(count);
};
