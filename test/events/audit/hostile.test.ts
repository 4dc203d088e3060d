import t from 'tap';
import { AuditRows } from '../../../src/events/audit/rows/audit-rows.js';
import { ALL, Gathered } from './gather.js';
import { readStream, replay } from './stream.js';

const EXPIRE_MS = 301_000;

function rowsOf(type: number, texts: readonly (string | Buffer)[]): Gathered {
  const gathered = new Gathered();
  const rows = new AuditRows(ALL, gathered, 0);
  replay(
    rows,
    texts.map((text) => ({ type, text: Buffer.from(text) })),
  );
  rows.tick();
  return gathered;
}

t.test('what does not begin as a record does is counted as torn', async (t) => {
  const torn = [
    '',
    'audit(',
    'audit(1502125323.756',
    'audit(1502125323.756:1',
    'audit(1502125323.756:1)',
    'audit(1502125323.756:1) msg',
    'audit(1502125323:1): x=1',
    'audit(x.756:1): x=1',
    'audit(1502125323.75:1): x=1',
    'audit(1502125323.756:99999999999): x=1',
    'audit(99999999999999999999.756:1): x=1',
    'auditd(1502125323.756:1): x=1',
  ];
  const gathered = rowsOf(1112, torn);
  t.same(gathered.rows, []);
  t.same(
    gathered.gaps.map(({ gap }) => gap),
    [{ reason: 'audit records were torn', lost: torn.length }],
  );
});

t.test('a record of a megabyte is refused', async (t) => {
  const gathered = rowsOf(1112, [`audit(1502125323.756:1): msg='${'x'.repeat(1 << 20)}'`]);
  t.same(gathered.rows, []);
  t.equal(gathered.gaps[0]?.gap.lost, 1);
});

t.test('every stream may be cut at any byte', async (t) => {
  for (const name of ['32-bit', 'users', 'security', 'seccomp', 'sockets', 'kills', 'files']) {
    const gathered = new Gathered();
    const rows = new AuditRows({ ...ALL, debug: true }, gathered, 0);
    rows.startBatch();
    for (const [index, { type, text }] of readStream(name).entries()) {
      if (name === 'files' && index % 7 !== 0) continue;
      for (let length = 0; length <= text.length; length += name === 'files' ? 13 : 1) {
        rows.record(type, text, 0, length);
        rows.record(type, Buffer.concat([text.subarray(length), text.subarray(0, length)]), 0, text.length);
      }
    }
    gathered.nowMs += EXPIRE_MS;
    rows.tick();
    t.equal(rows.openEvents, 0, name);
  }
});

t.test('bytes at random are no records', async (t) => {
  const gathered = new Gathered();
  const rows = new AuditRows(ALL, gathered, 0);
  rows.startBatch();
  const bytes = Buffer.alloc(300);
  for (let round = 0; round < 3000; round++) {
    for (let i = 0; i < bytes.length; i++)
      bytes[i] = (Math.imul(round + 7, i + 13) * 2654435761) >>> ((round + i) % 24);
    const start = bytes.write('audit(1502125323.756:1): ');
    for (const type of [1100, 1300, 1302, 1306, 1309, 1318, 1323, 1326, 1337, 1400]) {
      rows.record(type, bytes, 0, bytes.length);
      rows.record(type, bytes, start, bytes.length);
    }
  }
  gathered.nowMs += EXPIRE_MS;
  rows.tick();
  t.equal(rows.openEvents, 0);
});

t.test('fields that the kernel writes first cannot be forged behind it', async (t) => {
  const [row] = rowsOf(1112, [
    "audit(1502125323.756:1): pid=9 uid=1000 auid=1000 ses=1 msg='op=x' uid=0 pid=1 exe=\"/sbin/init\" res=success'",
  ]).rows;
  t.match(row?.row, { pid: 9, uid: 1000, auid: 1000, ses: 1 });
});

t.test('SYSCALL records without what all have are told as missing', async (t) => {
  const [good] = readStream('32-bit');
  const text = good?.text.toString('latin1') ?? '';
  const without = ['arch', 'syscall', 'exe', 'pid', 'ppid', 'uid', 'auid', 'fsgid'].map((name) =>
    text.replace(new RegExp(` ${name}=\\S+`), ''),
  );
  const wrong = text.replace(/ uid=\d+/, ' uid=root');
  const gathered = rowsOf(
    1300,
    [...without, wrong].map((line, index) => line.replace(':1)', `:${index})`)),
  );
  t.same(
    gathered.gaps.map(({ gap }) => gap),
    [{ reason: 'records of audit events are missing', lost: 9 }],
  );
});

t.test('hexadecimal digits that are none stay as they are', async (t) => {
  const rows = rowsOf(1112, [
    "audit(1502125323.756:1): pid=1 uid=0 auid=0 ses=0 msg='op=x acct=ABC exe=(null) terminal=GG addr='",
  ]).of('user_events');
  t.match(rows[0], { acct: 'ABC', path: '(null)', terminal: 'GG', address: '' });
});

t.test('an address that is cut makes no row', async (t) => {
  const [call] = readStream('32-bit').filter(({ text }) => text.includes('syscall=362'));
  for (const saddr of [
    '',
    '02',
    '0200',
    '0200C3',
    '0A000009',
    '0A00000900000000',
    '1000000000',
    '110000',
    'zz',
    '02000',
  ]) {
    const gathered = new Gathered();
    const rows = new AuditRows(ALL, gathered, 0);
    replay(rows, [
      { type: 1300, text: call?.text ?? Buffer.alloc(0) },
      { type: 1306, text: Buffer.from(`audit(1502125323.102:3): saddr=${saddr}`) },
      { type: 1320, text: Buffer.from('audit(1502125323.102:3): ') },
    ]);
    t.same(gathered.rows, [], saddr);
  }
});
