import { createHash } from 'node:crypto';
import { COST, type ScanRequest, tableOf } from '../../catalog/index.js';
import { type ExtInode, extKindOf, Refused } from '../../host/index.js';
import { type DevicePartition, eachPartition } from './device.js';

const NAMES = ['md5', 'sha1', 'sha256'] as const;
type DigestName = (typeof NAMES)[number];
type Request = Pick<ScanRequest, 'columns' | 'checkpoint' | 'warn'>;

/** A file on a disk, hashed when a digest is first read. */
class HashedInode {
  #digests: ReadonlyMap<DigestName, string> | undefined;

  constructor(
    readonly partition: DevicePartition,
    readonly inode: ExtInode,
    readonly request: Request,
  ) {}

  digest(name: DigestName): string | null {
    this.#digests ??= this.#read();
    return this.#digests.get(name) ?? null;
  }

  #read(): ReadonlyMap<DigestName, string> {
    const { inode, partition, request } = this;
    if (extKindOf(inode) !== 'regular' || inode.isEncrypted) return new Map();
    const hashes = NAMES.filter((name) => request.columns.has(name)).map((name) => ({ name, hash: createHash(name) }));
    try {
      partition.files.forEachChunk(inode, (chunk) => {
        request.checkpoint();
        for (const { hash } of hashes) hash.update(chunk);
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      request.warn(error.message);
      return new Map();
    }
    return new Map(hashes.map(({ name, hash }) => [name, hash.digest('hex')]));
  }
}

const { table, bigint, text } = tableOf<HashedInode>();
const content = { cost: COST.hashing, group: 'content', collation: 'nocase' } as const;

/** A row per inode that is in use. */
export const deviceHash = table({
  name: 'device_hash',
  description: 'Digests of files as they are on a disk or an image of one, by inode: of ext2, ext3 and ext4',
  rows: 10_000,
  rowCost: COST.file,
  sources: ['the device itself, or an image: MBR or GPT, then ext2, ext3 or ext4'],
  privileges: 'permission to read the device, which root has',
  examples: [
    "SELECT f.path, h.sha256 FROM device_file AS f JOIN device_hash AS h USING (device, partition, inode) WHERE f.device = '/dev/sda' AND f.partition = '2' AND f.path = '/etc/passwd'",
    "SELECT md5 FROM device_hash WHERE device = '/dev/sda' AND partition = '2' AND inode = 12",
  ],
  columns: {
    device: text('Device file, or path of an image', ({ partition }) => partition.device, {
      key: { required: true, rowsPerValue: 10_000 },
    }),
    partition: text('Number of the partition, as device_partitions has it', (row) => row.partition.partition, {
      key: { required: true, rowsPerValue: 10_000 },
    }),
    inode: bigint('Number of the inode', (row) => row.inode.number, { key: { required: true } }),
    md5: text(
      'MD5 in hexadecimal; null for what is no regular file, or cannot be read',
      (row) => row.digest('md5'),
      content,
    ),
    sha1: text('SHA-1, likewise', (row) => row.digest('sha1'), content),
    sha256: text('SHA-256, likewise', (row) => row.digest('sha256'), content),
  },
  *scan(request) {
    const numbers = request.lookup.inode?.values;
    yield* eachPartition(request, 'device_hash', function* (partition) {
      for (const number of numbers ?? allNumbers(partition)) {
        request.checkpoint();
        const inode = partition.files.inode(number);
        if (inode) yield new HashedInode(partition, inode, request);
      }
    });
  },
});

function* allNumbers({ files }: DevicePartition): Generator<number> {
  for (let number = 1; number <= files.superblock.inodes; number++) yield number;
}
