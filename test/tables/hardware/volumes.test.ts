import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import t, { type Test } from 'tap';
import { Host } from '../../../src/host/index.js';
import { blockDevices } from '../../../src/tables/hardware/block-devices.js';
import { diskEncryption } from '../../../src/tables/hardware/disk-encryption.js';
import { ask } from '../against.js';
import { scanColumn, scanTable } from '../scan.js';

const BYTES = 4_000_000;

/** A machine with these disks and no udev, each an image that is filled by a function. */
function machine(test: Pick<Test, 'testdir'>, disks: Readonly<Record<string, (image: string) => unknown>>): Host {
  const root = test.testdir({ dev: {}, sys: { class: { block: {} } }, run: { udev: { data: {} } } });
  let number = 0;
  for (const [name, fill] of Object.entries(disks)) {
    const image = path.join(root, 'dev', name);
    fs.writeFileSync(image, '');
    fs.truncateSync(image, BYTES);
    fill(image);
    fs.mkdirSync(path.join(root, 'sys/class/block', name));
    fs.writeFileSync(path.join(root, 'sys/class/block', name, 'dev'), `7:${number++}\n`);
  }
  return new Host(root);
}

/** Writes bytes at places of an image. */
function write(image: string, ...places: readonly (readonly [at: number, bytes: string | Buffer])[]): void {
  const fd = fs.openSync(image, 'r+');
  for (const [at, bytes] of places)
    fs.writeSync(fd, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, 0, undefined, at);
  fs.closeSync(fd);
}

const UUID = Buffer.from('0123456789abcdef0123456789abcdef', 'hex');
const DASHED = '01234567-89ab-cdef-0123-456789abcdef';
const SIGNATURE = [510, '\x55\xaa'] as const;
const SECTORS = [11, '\x00\x02\x08'] as const; // 512 bytes, 8 to a cluster

const CRAFTED: Readonly<Record<string, (image: string) => void>> = {
  btrfs: (image) =>
    write(image, [0x10040, '_BHRfS_M'], [0x10020, UUID], [0x1012b, 'data'], [0x10090, Buffer.from([0, 16, 0, 0])]),
  exfat: (image) => write(image, SIGNATURE, [3, 'EXFAT   '], [100, Buffer.from('78563412', 'hex')]),
  fat: (image) =>
    write(image, SIGNATURE, SECTORS, [82, 'FAT32   '], [67, Buffer.from('78563412', 'hex')], [71, 'BOOT       ']),
  luks1: (image) => write(image, [0, 'LUKS\xba\xbe\0\x01'], [168, DASHED]),
  luks2: (image) => write(image, [0, 'LUKS\xba\xbe\0\x02'], [24, 'secret'], [168, DASHED]),
  lvm: (image) => write(image, [512, 'LABELONE'], [536, 'LVM2 001'], [544, 'abcdefGHIJKLMNOPQRSTUVWXYZ012345']),
  ntfs: (image) => write(image, SIGNATURE, SECTORS, [3, 'NTFS    '], [72, Buffer.from('efcdab8967452301', 'hex')]),
  plain: () => undefined,
  xfs: (image) => write(image, [0, 'XFSB'], [32, UUID], [108, 'home']),
};

t.test('volumes of a machine without udev', async (t) => {
  const host = machine(t, CRAFTED);
  const columns = ['name', 'type', 'uuid', 'label'];
  t.same(scanTable(blockDevices, host, { columns }).map(Object.values), [
    ['/dev/btrfs', 'btrfs', DASHED, 'data'],
    ['/dev/exfat', 'exfat', '1234-5678', null],
    ['/dev/fat', 'vfat', '1234-5678', 'BOOT'],
    ['/dev/luks1', 'crypto_LUKS', DASHED, null],
    ['/dev/luks2', 'crypto_LUKS', DASHED, 'secret'],
    ['/dev/lvm', 'LVM2_member', 'abcdef-GHIJ-KLMN-OPQR-STUV-WXYZ-012345', null],
    ['/dev/ntfs', 'ntfs', '0123456789ABCDEF', null],
    ['/dev/plain', null, null, null],
    ['/dev/xfs', 'xfs', DASHED, 'home'],
  ]);
  t.same(scanColumn(diskEncryption, host, 'uuid', { lookup: { name: ['/dev/luks2'] } }), [DASHED]);
  fs.writeFileSync(`${host.root}/run/udev/data/b7:8`, 'E:ID_SERIAL=x\n');
  t.same(
    scanColumn(blockDevices, host, 'type', { lookup: { name: ['/dev/xfs'] } }),
    [null],
    'udev looked, and found none',
  );
  fs.rmSync(`${host.root}/dev/btrfs`);
  t.same(scanColumn(blockDevices, host, 'type', { lookup: { name: ['/dev/btrfs'] } }), [null], 'no such device');
});

const MADE: readonly (readonly [program: string, ...options: string[]])[] = [
  ['mkfs.ext4', '-q', '-F', '-L', 'a label'],
  ['mkfs.ext2', '-q', '-F'],
  ['mkswap', '-q', '-L', 'swap'],
  ['mkfs.vfat', '-n', 'BOOT'],
];

for (const [program, ...options] of MADE) {
  const skip =
    (spawnSync(program, ['-V']).error !== undefined || ask('blkid', '-V') === undefined) &&
    `no ${program}(8) or blkid(8)`;
  t.test(`what ${program} makes, as blkid(8) has it`, { skip }, async (t) => {
    const host = machine(t, { disk: (image) => execFileSync(program, [...options, image], { stdio: 'ignore' }) });
    const [row] = scanTable(blockDevices, host);
    const value = (tag: string): string | null =>
      ask('blkid', '-p', '-o', 'value', '-s', tag, `${host.root}/dev/disk`)?.trim() || null;
    t.same([row?.type, row?.uuid, row?.label], [value('TYPE'), value('UUID'), value('LABEL')]);
    t.type(row?.uuid, 'string');
  });
}
