import { COST, tableOf } from '../../catalog/index.js';
import { type Host, readMdStat, readOrWarn } from '../../host/index.js';
import { listMdMembers, mdCount } from './md-array.js';

interface MdDrive {
  readonly array: string;
  readonly name: string;
  readonly slot: number | null;
  readonly state: string;
}

const { table, integer, text } = tableOf<MdDrive>();

/** The kernel's words in the order and spelling of md's own flags. */
const FLAGS: readonly (readonly [state: string, words: string])[] = [
  ['faulty', 'faulty'],
  ['in_sync', 'active sync'],
  ['spare', 'spare'],
  ['write_mostly', 'writemostly'],
  ['failfast', 'failfast'],
  ['journal', 'journal'],
];

export const mdDrives = table({
  name: 'md_drives',
  description: 'Disks of the arrays of software RAID, and places where one is missing',
  rows: 2,
  rowCost: 2 * COST.file,
  sources: ['/proc/mdstat', '/sys/block/<array>/md'],
  examples: [
    "SELECT md_device_name, slot FROM md_drives WHERE state = 'removed'",
    "SELECT drive_name, state FROM md_drives WHERE md_device_name = 'md0'",
  ],
  columns: {
    md_device_name: text('Array, such as md0', (drive) => drive.array),
    drive_name: text('Device file, unknown for a disk that is missing', (drive) => drive.name),
    slot: integer('Place in the array, null for a spare', (drive) => drive.slot),
    state: text(
      'faulty, active sync, spare, …; recovering while it is filled, removed where it is missing',
      (drive) => drive.state,
    ),
  },
  *scan({ host, warn }) {
    for (const { name } of readOrWarn([], warn, () => readMdStat(host).arrays)) yield* drivesOf(host, name);
  },
});

/** An array has at most a few hundred places. */
const MAX_SLOTS = 1024;

function* drivesOf(host: Host, array: string): Generator<MdDrive> {
  const members = listMdMembers(host, array);
  for (const { name, slot, states } of members) {
    const state = FLAGS.flatMap(([word, words]) => (states.includes(word) ? words : [])).join(' ') || 'recovering';
    yield { array, name: `/dev/${name.replaceAll('!', '/')}`, slot, state };
  }
  if (members.length === 0) return;
  const taken = new Set(members.map(({ slot }) => slot));
  const slots = Math.min(mdCount(host, array, 'raid_disks') ?? 0, MAX_SLOTS);
  for (let slot = 0; slot < slots; slot++)
    if (!taken.has(slot)) yield { array, name: 'unknown', slot, state: 'removed' };
}
