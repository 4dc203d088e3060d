// A stream of audit records as the kernel sends them when programs start, connect and open files: records per second from bytes
// to blocks of rows, and processor time of a thousand events. The rival takes fields apart by a regular expression, as one would
// at first, and makes nothing of them.

import { AuditRows } from '../src/events/audit/rows/audit-rows.js';
import type { AuditSettings } from '../src/events/audit/settings.js';
import { BlockBuilder } from '../src/events/index.js';
import { Host } from '../src/host/index.js';
import { check, report, takeTurns } from './measure.js';
import { numberOf } from './options.js';

const EVENTS = numberOf('EVENTS', 40_000, 10_000);
const ROUNDS = 5;
const BATCH = 64;
const BLOCK_ROWS = 500;
const RECORDS_PER_SECOND = 50_000;
/** Of one core, at that rate. */
const TARGET_SHARE = 0.5;

const SETTINGS: AuditSettings = {
  process: { fork: false, kill: false },
  sockets: { accept: true, failed: false, nullAccept: false, unix: false },
  files: {
    include: ['/etc/%%', '/usr/bin/%', '/home/%/.ssh/%'],
    exclude: [],
    showAccesses: false,
    showPartial: false,
    warnUntracked: false,
    debug: false,
  },
  user: true,
  selinux: false,
  apparmor: false,
  seccomp: false,
  mayConfigure: false,
  forceReconfigure: false,
  forceUnconfigure: false,
  persist: true,
  backlogLimit: 4096,
  backlogWaitTime: 0,
  debug: false,
};

interface StreamRecord {
  readonly type: number;
  readonly text: Buffer;
}

const ids = 'auid=1000 uid=1000 gid=1000 euid=1000 suid=1000 fsuid=1000 egid=1000 sgid=1000 fsgid=1000 tty=pts0 ses=3';
const none = 'cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0';
const call = (number: number, exit: number, a0: string, items: number, pid: number): string =>
  `arch=c000003e syscall=${number} success=yes exit=${exit} a0=${a0} a1=7252c20 a2=80241 a3=8 items=${items} ppid=4265 ` +
  `pid=${pid} ${ids} comm="cc1" exe="/usr/lib/gcc/x86_64-linux-gnu/12/cc1" key="hostql"`;

/** The records of an event: of ten, six start a program, two connect, two open a file, write and close it. */
function eventOf(index: number): (readonly [type: number, fields: string])[] {
  const pid = 5_000_000 + (index % 20_000);
  const title = [1327, 'proctitle=2F7573722F62696E2F6D616B65002D6A380068656C6C6F00776F726C64'] as const;
  if (index % 10 < 6) {
    return [
      [1300, call(59, 0, '7366c70', 2, pid)],
      [
        1309,
        `argc=6 a0="cc1" a1="-quiet" a2="-o" a3="/tmp/cc${index}.s" a4=2D4453545249433D2261206222 a5="main${index}.c"`,
      ],
      [1307, 'cwd="/home/ann/src/project"'],
      [
        1302,
        `item=0 name="/usr/lib/gcc/x86_64-linux-gnu/12/cc1" inode=15884290 dev=fe:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL ${none}`,
      ],
      [
        1302,
        `item=1 name="/lib64/ld-linux-x86-64.so.2" inode=338944 dev=fe:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL ${none}`,
      ],
      title,
      [1320, ''],
    ];
  }
  if (index % 10 < 8) {
    return [[1300, call(42, 0, '3', 0, pid)], [1306, 'saddr=020001BBC00002070000000000000000'], title, [1320, '']];
  }
  return [
    [1300, call(257, 4, 'ffffff9c', 2, pid)],
    [1307, 'cwd="/etc"'],
    [1302, `item=0 name="/etc" inode=2155638 dev=fe:00 mode=040755 ouid=0 ogid=0 rdev=00:00 nametype=PARENT ${none}`],
    [
      1302,
      `item=1 name="hosts${index % 100}" inode=2155705 dev=fe:00 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL ${none}`,
    ],
    title,
    [1320, ''],
  ];
}

const records: StreamRecord[] = Array.from({ length: EVENTS }, (_, index) =>
  eventOf(index).map(([type, fields]) => ({
    type,
    text: Buffer.from(`audit(1795571461.${String(index % 1000).padStart(3, '0')}:${index}): ${fields}`),
  })),
).flat();
const expected = records.filter(({ type }) => type === 1320).length;

function ours(): number {
  let rows = 0;
  const block = new BlockBuilder('auditeventpublisher');
  const made = new AuditRows(
    SETTINGS,
    {
      host: new Host(),
      emit: {
        row(_, row, atMs) {
          rows++;
          block.add(row, atMs);
          if (block.count === BLOCK_ROWS) block.take();
        },
        gap: () => {},
      },
      say: () => {},
      now: Date.now,
    },
    0,
  );
  for (let at = 0; at < records.length; at += BATCH) {
    made.startBatch();
    for (const { type, text } of records.slice(at, at + BATCH)) made.record(type, text, 0, text.length);
  }
  return rows;
}

function byExpression(): number {
  let ends = 0;
  for (const { type, text } of records) {
    const fields: Record<string, string> = {};
    for (const [, name = '', value = ''] of text.toString().matchAll(/(\w+)=("[^"]*"|\S*)/g)) fields[name] = value;
    if (type === 1320) ends++;
  }
  return ends;
}

const opened = records.filter(({ text }) => text.includes('syscall=257')).length;
check(ours() === expected, 'a row for each event but opens that write nothing, which truncate here');
check(byExpression() === expected && opened > 0, 'the rival reads all records');

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const timing = await takeTurns(ROUNDS, [ours, byExpression], cpuMs);
const ms = timing.medianMs(0);
const share = ((ms / records.length) * RECORDS_PER_SECOND) / 1000;
report('records a second', Math.round((records.length / ms) * 1000).toLocaleString('en'));
report('processor time of 1,000 events', `${((ms / EVENTS) * 1000).toFixed(2)} ms`);
report(
  `of a core, at ${RECORDS_PER_SECOND.toLocaleString('en')} records a second`,
  `${(share * 100).toFixed(1)} %`,
  share < TARGET_SHARE,
);
report('times of the rival, which makes no rows', timing.ratio(0, 1).toFixed(2));
