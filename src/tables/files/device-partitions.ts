import { COST, tableOf } from '../../catalog/index.js';
import { type FileSystem, readFileSystem, readVolumes, type Volume } from '../../host/index.js';
import { eachDevice } from './device.js';

interface Row {
  readonly device: string;
  readonly volume: Volume;
  readonly files: FileSystem | undefined;
}

const { table, integer, bigint, text } = tableOf<Row>();

/** Bits of a stretch without a file system: allocated, unallocated, describing others. */
const FLAGS = { normal: 1, unallocated: 2, meta: 4 } as const;

/** A row per stretch of the disk, in their order. */
export const devicePartitions = table({
  name: 'device_partitions',
  description: 'Partitions of a disk or an image of one, by GPT or MBR, with what describes them and the gaps between',
  rows: 10,
  rowCost: 2 * COST.file,
  sources: ['the device itself, or an image: MBR or GPT, and the first blocks of file systems'],
  privileges: 'permission to read the device, which root has',
  examples: [
    "SELECT partition, label, type, offset, blocks_size * blocks AS bytes FROM device_partitions WHERE device = '/dev/sda'",
    "SELECT sum(blocks_size * blocks) AS unused FROM device_partitions WHERE device = '/dev/sda' AND type = 'unallocated'",
  ],
  columns: {
    device: text('Device file, or path of an image', (row) => row.device, {
      key: { required: true, rowsPerValue: 10 },
    }),
    partition: integer('Number of the stretch, from 0', ({ volume }) => volume.number),
    label: text('Name of the partition, or its kind', ({ volume }) => volume.label),
    type: text(
      'File system, such as ext4; normal where there is none that we know, meta for tables, unallocated for gaps',
      ({ volume, files }) => files?.type ?? volume.kind,
    ),
    offset: bigint('Where it starts, in bytes', ({ volume }) => volume.offset),
    blocks_size: bigint('Bytes of a block of the file system, or of a sector', ({ volume, files }) =>
      files ? files.blockBytes : volume.sectorBytes,
    ),
    blocks: bigint('Number of blocks, or of sectors', ({ volume, files }) => (files ? files.blocks : volume.sectors)),
    inodes: bigint('Number of inodes, null where the file system has none, -1 without one', ({ files }) =>
      files ? files.inodes : -1,
    ),
    flags: integer('1 for a partition, 2 for a gap, 4 for a table', ({ volume }) => FLAGS[volume.kind]),
  },
  *scan(request) {
    yield* eachDevice(request, function* (disk) {
      for (const volume of readVolumes(disk)) {
        const files = volume.kind === 'normal' ? readFileSystem(disk.partAt(volume.offset)) : undefined;
        yield { device: disk.path, volume, files };
      }
    });
  },
});
