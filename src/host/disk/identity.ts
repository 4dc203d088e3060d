import { readOr } from '../errors.js';
import { textOf } from '../text.js';
import type { DiskPart } from './disk.js';

/** What tells a volume from others, as blkid(8) writes it; null for what is not kept. */
export interface VolumeIdentity {
  readonly uuid: string | null;
  readonly label: string | null;
}

const HEAD_BYTES = 4096;
const BTRFS_AT = 0x10000;
const NONE: VolumeIdentity = { uuid: null, label: null };

/** @param type as `readFileSystem` gave it */
export function readIdentity(volume: DiskPart, type: string): VolumeIdentity {
  const head = readOr(undefined, () => volume.read(type === 'btrfs' ? BTRFS_AT : 0, HEAD_BYTES));
  return (head && IDENTITIES[type]?.(head)) ?? NONE;
}

/** 16 bytes at one place, a text at another. */
const plain =
  (uuidAt: number, labelAt: number, labelBytes: number) =>
  (head: Buffer): VolumeIdentity => ({ uuid: dashed(head, uuidAt), label: textAt(head, labelAt, labelBytes) });

const ext = plain(1024 + 104, 1024 + 120, 16);

const IDENTITIES: Readonly<Record<string, (head: Buffer) => VolumeIdentity>> = {
  ext2: ext,
  ext3: ext,
  ext4: ext,
  xfs: plain(32, 108, 12),
  btrfs: plain(0x20, 0x12b, 256),
  swap: plain(1036, 1052, 16),
  fat12: (head) => fat(head, 39),
  fat16: (head) => fat(head, 39),
  fat32: (head) => fat(head, 67),
  exfat: (head) => ({ uuid: serial(head.readUInt32LE(100)), label: null }),
  ntfs: (head) => ({ uuid: head.readBigUInt64LE(72).toString(16).toUpperCase().padStart(16, '0'), label: null }),
  // Version 2 alone has a label.
  crypto_luks: (head) => ({
    uuid: textAt(head, 168, 40),
    label: head.readUInt16BE(6) >= 2 ? textAt(head, 24, 48) : null,
  }),
  lvm2_member: (head) => ({ uuid: grouped(head.toString('latin1', 544, 576)), label: null }),
};

function dashed(head: Buffer, at: number): string | null {
  const bytes = head.subarray(at, at + 16);
  if (bytes.every((byte) => byte === 0)) return null;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function textAt(head: Buffer, at: number, size: number): string | null {
  const end = head.subarray(at, at + size).indexOf(0);
  return textOf(head.subarray(at, end < 0 ? at + size : at + end)) || null;
}

/** The label follows the serial number; who gave none has `NO NAME`. */
function fat(head: Buffer, at: number): VolumeIdentity {
  const label = head.toString('latin1', at + 4, at + 15).trimEnd();
  return { uuid: serial(head.readUInt32LE(at)), label: label === '' || label === 'NO NAME' ? null : label };
}

const serial = (number: number): string =>
  number
    .toString(16)
    .toUpperCase()
    .padStart(8, '0')
    .replace(/^(.{4})/, '$1-');

/** LVM writes 32 characters in groups. */
const grouped = (id: string): string =>
  id.replace(/^(.{6})(.{4})(.{4})(.{4})(.{4})(.{4})(.{6})$/, '$1-$2-$3-$4-$5-$6-$7');
