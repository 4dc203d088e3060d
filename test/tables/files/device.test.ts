import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import type { TableSpec } from '../../../src/catalog/index.js';
import { Host } from '../../../src/host/index.js';
import { deviceFile } from '../../../src/tables/files/device-file.js';
import { deviceHash } from '../../../src/tables/files/device-hash.js';
import { devicePartitions } from '../../../src/tables/files/device-partitions.js';
import { type ScannedRow, type ScanOptions, scanTable } from '../scan.js';

/** 192 KiB with five files, made by mke2fs(8). */
const TINY = gunzipSync(fs.readFileSync(path.resolve('test/tables/files/tiny-ext4.img.gz')));
const SECTOR = 512;

/** A machine with these files; a number stands for so many zeros. */
function machine(test: Pick<Test, 'testdir'>, files: Readonly<Record<string, Buffer>>): Host {
  const root = test.testdir({});
  for (const [name, bytes] of Object.entries(files)) fs.writeFileSync(path.join(root, name), bytes);
  return new Host(root);
}

const rows = (table: TableSpec, host: Host, lookup: ScanOptions['lookup'], columns?: string[], warnings?: string[]) =>
  scanTable(table, host, { lookup: lookup ?? {}, ...(columns && { columns }), ...(warnings && { warnings }) }).map(
    Object.values,
  );

function mbrEntry(sector: Buffer, index: number, type: number, start: number, sectors: number): void {
  sector[446 + 16 * index + 4] = type;
  sector.writeUInt32LE(start, 446 + 16 * index + 8);
  sector.writeUInt32LE(sectors, 446 + 16 * index + 12);
  sector.writeUInt16LE(0xaa55, 510);
}

/** A disk of 2,000 sectors: a gap, ext4, an extended partition with two logical ones. */
function mbrDisk(): Buffer {
  const disk = Buffer.alloc(2000 * SECTOR);
  mbrEntry(disk, 0, 0x83, 64, 384);
  mbrEntry(disk, 1, 0x05, 1000, 800);
  TINY.copy(disk, 64 * SECTOR);
  const first = disk.subarray(1000 * SECTOR);
  mbrEntry(first, 0, 0x82, 8, 100);
  mbrEntry(first, 1, 0x05, 200, 300);
  mbrEntry(disk.subarray(1200 * SECTOR), 0, 0x0c, 8, 200);
  return disk;
}

function gptDisk(sectorBytes: number): Buffer {
  const disk = Buffer.alloc(1000 * sectorBytes);
  mbrEntry(disk, 0, 0xee, 1, 999);
  const header = disk.subarray(sectorBytes);
  header.write('EFI PART', 'latin1');
  header.writeBigUInt64LE(2n, 72);
  header.writeUInt32LE(128, 80);
  header.writeUInt32LE(128, 84);
  const entry = (index: number, first: number, last: number, name: string): void => {
    const bytes = disk.subarray(2 * sectorBytes + 128 * index);
    bytes.fill(7, 0, 32);
    bytes.writeBigUInt64LE(BigInt(first), 32);
    bytes.writeBigUInt64LE(BigInt(last), 40);
    bytes.write(name, 56, 'utf16le');
  };
  entry(0, 600, 799, 'Größe');
  entry(3, 40, 439, 'root');
  TINY.copy(disk, 40 * sectorBytes);
  return disk;
}

const SHOWN = ['partition', 'label', 'type', 'offset', 'blocks_size', 'blocks', 'inodes', 'flags'];

t.test('partitions of an MBR', async (t) => {
  const host = machine(t, { disk: mbrDisk() });
  t.same(rows(devicePartitions, host, { device: ['/disk'] }, SHOWN), [
    [0, 'Primary Table (#0)', 'meta', 0, 512, 1, -1, 4],
    [1, 'Unallocated', 'unallocated', 0, 512, 64, -1, 2],
    [2, 'Linux (0x83)', 'ext4', 32768, 1024, 192, 32, 1],
    [3, 'Unallocated', 'unallocated', 448 * 512, 512, 560, -1, 2],
    [4, 'DOS Extended (0x05)', 'meta', 512000, 512, 800, -1, 4],
    [5, 'Extended Table (#1)', 'meta', 512000, 512, 1, -1, 4],
    [6, 'Linux Swap / Solaris x86 (0x82)', 'normal', 1008 * 512, 512, 100, -1, 1],
    [7, 'Unallocated', 'unallocated', 1108 * 512, 512, 100, -1, 2],
    [8, 'Extended Table (#2)', 'meta', 1200 * 512, 512, 1, -1, 4],
    [9, 'Win95 FAT32 (0x0c)', 'normal', 1208 * 512, 512, 200, -1, 1],
    [10, 'Unallocated', 'unallocated', 1408 * 512, 512, 592, -1, 2],
  ]);
});

t.test('partitions of a GPT', async (t) => {
  for (const sectorBytes of [512, 4096]) {
    const host = machine(t, { disk: gptDisk(sectorBytes) });
    const tableSectors = (128 * 128) / sectorBytes;
    t.same(rows(devicePartitions, host, { device: ['/disk'] }, SHOWN), [
      [0, 'Safety Table', 'meta', 0, sectorBytes, 1, -1, 4],
      [1, 'Unallocated', 'unallocated', 0, sectorBytes, 40, -1, 2],
      [2, 'GPT Header', 'meta', sectorBytes, sectorBytes, 1, -1, 4],
      [3, 'Partition Table', 'meta', 2 * sectorBytes, sectorBytes, tableSectors, -1, 4],
      [4, 'root', 'ext4', 40 * sectorBytes, 1024, 192, 32, 1],
      [5, 'Unallocated', 'unallocated', 440 * sectorBytes, sectorBytes, 160, -1, 2],
      [6, 'Größe', 'normal', 600 * sectorBytes, sectorBytes, 200, -1, 1],
      [7, 'Unallocated', 'unallocated', 800 * sectorBytes, sectorBytes, 200, -1, 2],
    ]);
  }
});

t.test('file systems by their first blocks', async (t) => {
  const boot = (fill: (sector: Buffer) => void): Buffer => {
    const image = Buffer.alloc(64 * SECTOR);
    image.writeUInt16LE(512, 11);
    image[13] = 8;
    image.writeUInt16LE(0xaa55, 510);
    image[446] = 0x33; // code, and no table
    fill(image);
    return image;
  };
  const ntfs = boot((image) => {
    image.write('NTFS    ', 3, 'latin1');
    image.writeBigUInt64LE(8000n, 40);
  });
  const fat = boot((image) => {
    image.write('FAT32   ', 82, 'latin1');
    image.writeUInt32LE(9000, 32);
  });
  const exfat = boot((image) => {
    image.write('EXFAT   ', 3, 'latin1');
    image.writeUInt32LE(77, 92);
    image[108] = 9;
    image[109] = 3;
  });
  const luks = Buffer.alloc(64 * SECTOR);
  luks.write('LUKS\xba\xbe', 'latin1');
  const xfs = Buffer.alloc(64 * SECTOR);
  xfs.write('XFSB', 'latin1');
  xfs.writeUInt32BE(4096, 4);
  xfs.writeBigUInt64BE(500n, 8);
  xfs.writeBigUInt64BE(64n, 128);
  const host = machine(t, {
    ntfs,
    fat,
    exfat,
    luks,
    xfs,
    tiny: TINY,
    zeros: Buffer.alloc(64 * SECTOR),
    empty: Buffer.alloc(0),
  });
  const columns = ['device', 'type', 'blocks_size', 'blocks', 'inodes'];
  const devices = ['ntfs', 'fat', 'exfat', 'luks', 'xfs', 'tiny', 'zeros', 'empty', 'none'].map((name) => `/${name}`);
  t.same(rows(devicePartitions, host, { device: devices }, columns), [
    ['/ntfs', 'ntfs', 4096, 1000, null],
    ['/fat', 'fat32', 512, 9000, null],
    ['/exfat', 'exfat', 4096, 77, null],
    ['/luks', 'crypto_luks', null, null, null],
    ['/xfs', 'xfs', 4096, 500, 64],
    ['/tiny', 'ext4', 1024, 192, 32],
    ['/zeros', 'normal', 512, 64, -1],
    ['/empty', 'normal', 512, 0, -1],
  ]);
});

t.test('files of a partition', async (t) => {
  const host = machine(t, { disk: mbrDisk() });
  const on = { device: ['/disk'], partition: ['2'] };
  const columns = ['path', 'filename', 'inode', 'uid', 'gid', 'mode', 'size', 'hard_links', 'type'];
  const hello = [1000, 70000, '4750', 6, 2, 'regular'];
  t.same(rows(deviceFile, host, on, columns), [
    ['/caf\udce9', 'caf\udce9', 12, 0, 0, '0644', 1, 1, 'regular'],
    ['/hello.txt', 'hello.txt', 13, ...hello],
    ['/sparse', 'sparse', 15, 0, 0, '0644', 20004, 1, 'regular'],
    ['/sub/hard', 'hard', 13, ...hello],
  ]);
  const [row] = scanTable(deviceFile, host, { lookup: { ...on, path: ['/hello.txt'] } });
  t.match(row, { device: '/disk', partition: '2', block_size: 1024, atime: 6090524066, mtime: 2208988800 });
  t.equal(row?.ctime, 1700000000);
  const kinds = ['path', 'inode', 'type'];
  t.same(rows(deviceFile, host, { ...on, path: ['/', '/sub', '/link', '/none', '/hello.txt/x', 'sub', ''] }, kinds), [
    ['/', 2, 'directory'],
    ['/sub', 16, 'directory'],
    ['/link', 14, 'symlink'],
  ]);
  t.same(rows(deviceFile, host, { ...on, inode: [2, 13, 20, 33, 0, -1, 1.5] }, kinds), [
    ['/hello.txt', 13, 'regular'],
    ['/sub/hard', 13, 'regular'],
    [null, 2, 'directory'],
  ]);
  t.same(rows(deviceFile, host, { ...on, inode: [2, 13] }, ['inode', 'type']), [
    [2, 'directory'],
    [13, 'regular'],
  ]);
  t.same(rows(deviceFile, host, { ...on, path: ['/sub', '/sparse'], inode: [15] }, kinds), [
    ['/sparse', 15, 'regular'],
  ]);
  const warnings: string[] = [];
  t.equal(rows(deviceFile, host, { device: ['/disk'] }, kinds, warnings).length, 4, 'all partitions');
  t.match(warnings, [/only ext2, ext3 and ext4 can be read: partition 6 of \/disk/, /partition 9/]);
  const missing: string[] = [];
  t.same(rows(deviceFile, host, { partition: ['2'] }, kinds, missing), []);
  t.same(missing, ['device_file needs the name of a device']);
});

t.test('digests of inodes', async (t) => {
  const host = machine(t, { tiny: TINY });
  const hex = (name: string, bytes: Buffer | string): string => createHash(name).update(bytes).digest('hex');
  const sparse = Buffer.concat([Buffer.alloc(20_000), Buffer.from('tail')]);
  const on = { device: ['/tiny'], partition: ['0'] };
  t.same(rows(deviceHash, host, { ...on, inode: [2, 13, 15, 31] }, ['inode', 'md5', 'sha1', 'sha256']), [
    [2, null, null, null],
    [13, hex('md5', 'hello\n'), hex('sha1', 'hello\n'), hex('sha256', 'hello\n')],
    [15, hex('md5', sparse), hex('sha1', sparse), hex('sha256', sparse)],
  ]);
  const inodes = rows(deviceHash, host, on, ['inode']).flat();
  t.same(inodes.slice(-5), [12, 13, 14, 15, 16], 'without inodes, all that are in use');
  const warnings: string[] = [];
  t.same(rows(deviceHash, host, { inode: [13] }, ['inode'], warnings), []);
  t.same(warnings, ['device_hash needs the name of a device']);
});

t.test('what is no disk, or closed to us', async (t) => {
  const host = machine(t, { closed: TINY, '.host.json': Buffer.from('{ "refused": ["/closed"] }') });
  fs.mkdirSync(path.join(host.root, 'folder'));
  const isMade = spawnSync('mkfifo', [path.join(host.root, 'fifo')]).status === 0;
  const warnings: string[] = [];
  const devices = ['/closed', '/folder', '/none', ...(isMade ? ['/fifo'] : [])];
  t.same(rows(devicePartitions, host, { device: devices }, ['partition'], warnings), []);
  t.same(warnings, [
    'cannot read /closed: permission denied',
    'cannot read /folder: neither a block device nor a regular file',
    ...(isMade ? ['cannot read /fifo: neither a block device nor a regular file'] : []),
  ]);
});

t.test('disks that are cut off or forged', async (t) => {
  const read = (image: Buffer): ScannedRow[] => {
    const host = machine(t, { image });
    const lookup = { device: ['/image'] };
    const found = scanTable(deviceFile, host, { lookup });
    scanTable(devicePartitions, host, { lookup });
    const inode = found.map((row) => Number(row.inode));
    scanTable(deviceHash, host, { lookup: { ...lookup, inode: [...new Set(inode)] } });
    return found;
  };
  for (const length of [0, 100, 512, 1024, 2000, 3000, 8192, 20_000, 50_000, 100_000]) read(TINY.subarray(0, length));
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  // Most of the image is zeros: damage goes where it is not.
  const used = [...TINY.keys()].filter((at) => TINY[at] !== 0);
  for (let round = 0; round < 150; round++) {
    const forged = Buffer.from(TINY);
    for (let change = 0; change < 8; change++) forged[used[random(used.length)] ?? 0] = random(256);
    t.ok(read(forged).length < 1000);
  }
  for (let at = 512; at < 512 + 100; at++) {
    const forged = gptDisk(512);
    forged[at] = 0xff;
    read(forged);
  }
  const loop = mbrDisk();
  mbrEntry(loop.subarray(1200 * SECTOR), 1, 0x05, 0, 300);
  t.ok(read(loop).length > 0, 'tables that lead back');
});

const KINDS: readonly (readonly string[])[] = [
  ['ext2', '-b', '1024'],
  ['ext3', '-b', '2048'],
  ['ext4', '-b', '4096'],
  ['ext4', '-b', '1024', '-O', 'meta_bg,^resize_inode'],
  ['ext4', '-O', '^64bit,^metadata_csum', '-I', '128'],
  ['ext4', '-O', 'inline_data'],
];

for (const [kind = '', ...options] of KINDS) {
  const skip = spawnSync(`mkfs.${kind}`, ['-V']).status !== 0 && `no mkfs.${kind}(8)`;
  t.test(`files of ${kind} ${options.join(' ')}`, { skip }, async (t) => {
    const source = t.testdir({ small: 'a few words', folder: { deep: {} } });
    const big = Buffer.alloc(3_000_000, 'x');
    for (let at = 0; at < big.length; at += 4096) big.writeUInt32LE(at, at);
    fs.writeFileSync(path.join(source, 'big'), big);
    for (let number = 0; number < 700; number++)
      fs.writeFileSync(path.join(source, `folder/file with number ${number}`), String(number));
    // With inline data mke2fs(8) loses the holes that files end in.
    if (!options.includes('inline_data')) fs.truncateSync(path.join(source, 'folder/file with number 7'), 100_000_000);
    // So many pieces that a tree of extents has a level more.
    const comb = fs.openSync(path.join(source, 'comb'), 'w');
    for (let tooth = 0; tooth < 600; tooth++) fs.writeSync(comb, 'y'.repeat(4096), tooth * 16_384);
    fs.closeSync(comb);
    const folder = fs.mkdtempSync('/tmp/hostql-');
    t.teardown(() => fs.rmSync(folder, { recursive: true, force: true }));
    const image = path.join(folder, 'image');
    fs.writeFileSync(image, '');
    fs.truncateSync(image, 200_000_000);
    execFileSync(`mkfs.${kind}`, ['-q', '-F', ...options, '-d', source, image]);
    const host = new Host();
    const lookup = { device: [image], partition: ['0'] };
    const found = scanTable(deviceFile, host, { lookup, columns: ['path', 'size', 'inode', 'mode'] });
    const expected = [...walk(source)].map((file) => [file.slice(source.length), fs.statSync(file).size]);
    t.same(found.map(({ path, size }) => [path, size]).sort(), expected.sort());
    const files = found.filter(({ path }) => /^\/(small|big|comb|folder\/file with number [67])$/.test(String(path)));
    t.equal(files.length, 5);
    for (const { path: name, inode } of files) {
      const [digest] = scanTable(deviceHash, host, {
        lookup: { ...lookup, inode: [Number(inode)] },
        columns: ['sha256'],
      });
      t.equal(
        digest?.sha256,
        createHash('sha256')
          .update(fs.readFileSync(source + name))
          .digest('hex'),
        String(name),
      );
    }
    const stat = String(execFileSync('debugfs', ['-R', 'stat /big', image], { stdio: ['ignore', 'pipe', 'ignore'] }));
    const [bigRow] = scanTable(deviceFile, host, { lookup: { ...lookup, path: ['/big'] } });
    t.equal(bigRow?.inode, Number(/Inode: (\d+)/.exec(stat)?.[1]));
    t.equal(bigRow?.mode, /Mode:\s+(\d+)/.exec(stat)?.[1]);
    t.equal(bigRow?.mtime, Number.parseInt(/mtime: 0x([0-9a-f]+)/.exec(stat)?.[1] ?? '', 16));
    const created = /crtime: 0x([0-9a-f]+)/.exec(stat)?.[1];
    t.equal(bigRow?.ctime, created === undefined ? null : Number.parseInt(created, 16));
  });
}

function* walk(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(file);
    else yield file;
  }
}
