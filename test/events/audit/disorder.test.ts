import t from 'tap';
import { Assembler } from '../../../src/events/audit/records/assembler.js';
import { AuditRows } from '../../../src/events/audit/rows/audit-rows.js';
import { ALL, Gathered } from './gather.js';
import { readStream, replay, type StreamRecord } from './stream.js';

const SETTLE_MS = 1000;
const EXPIRE_MS = 300_000;
const STREAMS = ['execs', 'sockets', 'kills', '32-bit'];
const all = STREAMS.flatMap(readStream);

/** Numbers that look random and are the same each time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = generator(seed);
  const left = [...items];
  for (let i = left.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [left[i], left[j]] = [left[j] as T, left[i] as T];
  }
  return left;
}

/** Records of all events mixed, while those of each stay in order. */
function interleaved(records: readonly StreamRecord[], seed: number): StreamRecord[] {
  const byEvent = new Map<string, StreamRecord[]>();
  for (const record of records) {
    const id = /\((.*?)\)/.exec(record.text.toString('latin1'))?.[1] ?? '';
    byEvent.set(id, [...(byEvent.get(id) ?? []), record]);
  }
  const queues = [...byEvent.values()];
  const turns = shuffled(
    queues.flatMap((queue, index) => queue.map(() => index)),
    seed,
  );
  return turns.map((index) => queues[index]?.shift() as StreamRecord);
}

const sortedLines = (text: string): string[] => text.split('\n').sort();

function rowsOf(records: readonly StreamRecord[]): Gathered {
  const gathered = new Gathered();
  const rows = new AuditRows(ALL, gathered, 0);
  replay(rows, records);
  gathered.nowMs += SETTLE_MS;
  rows.tick();
  t.equal(rows.openEvents, 0, 'no event stays open');
  return gathered;
}

const expected = sortedLines(rowsOf(all).text());

t.test('records of many events may be mixed', async (t) => {
  for (const seed of [1, 2, 3]) {
    const gathered = rowsOf(interleaved(all, seed));
    t.same(sortedLines(gathered.text()), expected);
    t.same(gathered.gaps, []);
  }
});

t.test('records of an event may come in any order', async (t) => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const gathered = rowsOf(shuffled(all, seed));
    t.same(sortedLines(gathered.text()), expected);
    t.same(gathered.gaps, []);
  }
});

t.test('a record that comes twice changes nothing', async (t) => {
  const twice = readStream('execs').flatMap((record) => (record.type === 1309 ? [record, record] : [record]));
  t.same(rowsOf(twice).text(), rowsOf(readStream('execs')).text());
});

t.test('an event without an end is told as a gap after five minutes', async (t) => {
  const gathered = new Gathered();
  const rows = new AuditRows(ALL, gathered, 0);
  replay(
    rows,
    readStream('32-bit').filter(({ type }) => type !== 1320),
  );
  gathered.nowMs += EXPIRE_MS - 1;
  rows.tick();
  t.same(gathered.gaps, []);
  t.equal(rows.openEvents, 6);
  gathered.nowMs += 1;
  rows.tick();
  t.equal(rows.openEvents, 0);
  t.same(gathered.rows, []);
  t.same(gathered.gaps, [
    {
      gap: { reason: 'audit events never ended', lost: 6 },
      tables: ['process_events', 'process_file_events', 'socket_events'],
    },
  ]);
});

t.test('an event whose call is missing is told as a gap', async (t) => {
  const withoutCall = readStream('32-bit').filter(
    ({ type, text }) => type !== 1300 || !text.includes('1502125323.100:1'),
  );
  const gathered = rowsOf(withoutCall);
  t.equal(gathered.rows.length, 4);
  t.same(
    gathered.gaps.map(({ gap }) => gap),
    [{ reason: 'records of audit events are missing', lost: 1 }],
  );
});

t.test('an end alone, of an event of other records, is nothing', async (t) => {
  const gathered = rowsOf([{ type: 1320, text: Buffer.from('audit(1502125323.100:77): ') }]);
  t.same(gathered.rows, []);
  t.same(gathered.gaps, []);
});

t.test('open events are bounded, and those given up are told', async (t) => {
  const gathered = new Gathered();
  const rows = new AuditRows(ALL, gathered, 0);
  const call = readStream('32-bit')[0]?.text.toString('latin1') ?? '';
  const records = Array.from({ length: 5000 }, (_, serial) => ({
    type: 1300,
    text: Buffer.from(call.replace(':1)', `:${serial})`)),
  }));
  replay(rows, records);
  t.equal(rows.openEvents, 4096);
  rows.tick();
  t.same(
    gathered.gaps.map(({ gap }) => gap),
    [{ reason: 'too many audit events were open at a time', lost: 904 }],
  );
});

t.test('the bytes of open events are bounded', async (t) => {
  const assembler = new Assembler({ wants: () => true, onEvent: () => {} });
  const record = Buffer.from(`a1[0]=${'41'.repeat(4000)}`);
  let most = 0;
  for (let index = 0; index < 6000; index++) {
    assembler.add(1309, { atMs: 1000, serial: index % 10, start: 0 }, record, record.length, 0);
    most = Math.max(most, assembler.keptBytes);
  }
  t.ok(most > 31 * 1024 * 1024 && most <= 32 * 1024 * 1024, `${most} bytes`);
  t.ok(assembler.takeLosses().evicted > 0);
  assembler.expire(EXPIRE_MS);
  t.equal(assembler.keptBytes, 0);
});

t.test('a serial number that comes again is another event', async (t) => {
  const [call] = readStream('32-bit');
  const later = {
    type: 1300,
    text: Buffer.from(call?.text.toString('latin1').replace('1502125323', '1502125999') ?? ''),
  };
  const gathered = new Gathered();
  const rows = new AuditRows(ALL, gathered, 0);
  replay(rows, [call as StreamRecord, later]);
  rows.tick();
  t.equal(rows.openEvents, 1);
  t.same(
    gathered.gaps.map(({ gap }) => gap.lost),
    [1],
  );
});
