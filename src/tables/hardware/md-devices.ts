import { COST, tableOf } from '../../catalog/index.js';
import { type Host, type MdArray, type MdJob, readAttribute, readMdStat, readOrWarn } from '../../host/index.js';
import { listMdMembers, type MdMember, mdCount } from './md-array.js';

class MdDevice {
  #members: readonly MdMember[] | undefined;
  constructor(
    readonly host: Host,
    readonly array: MdArray,
    readonly unused: string | null,
  ) {}

  get members(): readonly MdMember[] {
    this.#members ??= listMdMembers(this.host, this.array.name);
    return this.#members;
  }

  count(attribute: string): number | null {
    return mdCount(this.host, this.array.name, attribute);
  }

  text(attribute: string): string | null {
    return readAttribute(this.host, `/sys/block/${this.array.name}/md/${attribute}`);
  }

  /** Members in a state, null where the kernel tells of none. */
  having(state: string): number | null {
    return this.members.length === 0 ? null : this.members.filter(({ states }) => states.includes(state)).length;
  }
}

const { table, bigint, integer, text } = tableOf<MdDevice>();

const attribute = { cost: COST.file } as const;
const members = { cost: 4 * COST.file, group: 'members' } as const;
const progress = (job: MdJob, what: string) => text(`How far the ${what} is`, ({ array }) => array.jobs[job]?.progress);
const finish = (job: MdJob, what: string) =>
  text(`How long the ${what} will take, such as 3.1min`, ({ array }) => array.jobs[job]?.finish);
const speed = (job: MdJob, what: string) =>
  text(`How fast the ${what} is, such as 33440K/sec`, ({ array }) => array.jobs[job]?.speed);

/** From `/proc/mdstat` and `/sys/block/<array>/md`, so that no privilege is needed. */
export const mdDevices = table({
  name: 'md_devices',
  description: 'Arrays of software RAID',
  rows: 1,
  rowCost: COST.syscall,
  sources: ['/proc/mdstat', '/sys/block/<array>/md'],
  examples: [
    'SELECT device_name, status, raid_level, failed_disks, recovery_progress FROM md_devices',
    "SELECT device_name, superblock_state, other FROM md_devices WHERE status <> 'active'",
  ],
  columns: {
    device_name: text('Name, such as md0', ({ array }) => array.name),
    status: text('active or inactive', ({ array }) => array.status),
    raid_level: integer('Level, -1 for linear', levelOf, attribute),
    size: bigint('Size in KiB', ({ array }) => array.blocks),
    chunk_size: bigint('Bytes of a chunk', (device) => device.count('chunk_size'), attribute),
    raid_disks: integer('Disks it is made for', (device) => device.count('raid_disks'), attribute),
    nr_raid_disks: integer('Disks it has', (device) => device.members.length || null, members),
    working_disks: integer(
      'Disks that did not fail',
      (device) => minus(device.members.length, device.having('faulty')),
      members,
    ),
    active_disks: integer('Disks in use and up to date', (device) => device.having('in_sync'), members),
    failed_disks: integer('Disks that failed', (device) => device.having('faulty'), members),
    spare_disks: integer('Disks that wait for one to fail', (device) => device.having('spare'), members),
    superblock_state: text('clean, with bitmap_present where there is one', stateOf, attribute),
    superblock_version: text('Format of its metadata', (device) => device.text('metadata_version'), attribute),
    superblock_update_time: bigint(
      'When that was written last; the kernel tells it to root alone, by ioctl',
      () => null,
    ),
    bitmap_on_mem: text('Pages of its write-intent bitmap in memory', ({ array }) => array.bitmap[0]),
    bitmap_chunk_size: text('What a bit of it stands for', ({ array }) => array.bitmap[1]),
    bitmap_external_file: text('File it is in, null where the array itself has it', ({ array }) =>
      array.bitmap
        .find((part) => part.startsWith('file:'))
        ?.slice('file:'.length)
        .trim(),
    ),
    recovery_progress: progress('recovery', 'recovery'),
    recovery_finish: finish('recovery', 'recovery'),
    recovery_speed: speed('recovery', 'recovery'),
    resync_progress: progress('resync', 'resync'),
    resync_finish: finish('resync', 'resync'),
    resync_speed: speed('resync', 'resync'),
    reshape_progress: progress('reshape', 'reshape'),
    reshape_finish: finish('reshape', 'reshape'),
    reshape_speed: speed('reshape', 'reshape'),
    check_array_progress: progress('check', 'check'),
    check_array_finish: finish('check', 'check'),
    check_array_speed: speed('check', 'check'),
    unused_devices: text('Devices no array uses, <none> for none', ({ unused }) => unused),
    other: text('What else /proc/mdstat says, such as super 1.2 [2/2] [UU]', ({ array }) => array.other),
  },
  *scan({ host, warn }) {
    const stat = readOrWarn(null, warn, () => readMdStat(host));
    for (const array of stat?.arrays ?? []) yield new MdDevice(host, array, stat?.unused ?? null);
  },
});

const minus = (all: number, some: number | null): number | null => (some === null ? null : all - some);

function levelOf(device: MdDevice): number | null {
  const level = device.text('level') ?? '';
  const digits = /^raid(\d{1,2})$/.exec(level)?.[1];
  return digits !== undefined ? Number(digits) : level === 'linear' ? -1 : null;
}

/** An array is clean, too, while nobody writes to it. */
function stateOf(device: MdDevice): string | null {
  const isClean = ['clean', 'read-auto', 'readonly'].includes(device.text('array_state') ?? '');
  return [isClean && 'clean', device.array.bitmap.length > 0 && 'bitmap_present'].filter(Boolean).join(' ') || null;
}
