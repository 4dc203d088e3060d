import { execFileSync } from 'node:child_process';
import t from 'tap';
import { parseProcessMessage } from '../../../src/events/process-connector/message.js';
import { ProcessCache } from '../../../src/events/process-connector/process-cache.js';
import { MessageStream, openProcessConnector } from '../../../src/events/process-connector/source.js';
import { Observer } from '../observer.js';
import { until } from '../reader/stage.js';

/** Taken from Linux 6.18: the answer to a request, a fork, an exec and an exit. */
const [ANSWER, FORK, EXEC, EXIT] = [
  '4c00000003000000a6020000000000000100000001000000a602000064000000280000000000000001000000df8af5cd20030000000000000000000000000000000000000000000000000000',
  '4c00000003000000a7020000000000000100000001000000a70200000000000028000000010000000100000023244bce200300009019000090190000a1190000a11900000000000000000000',
  '4c000000030000001f0300000000000001000000010000001f03000000000000280000000200000000000000a4321dcf20030000a1190000a119000000000000000000000000000000000000',
  '4c00000003000000200300000000000001000000010000002003000000000000280000000000008000000000d27635cf20030000a1190000a119000000000000110000009019000090190000',
].map((hex) => Buffer.from(hex, 'hex')) as [Buffer, Buffer, Buffer, Buffer];

t.test('messages', async (t) => {
  t.match(parseProcessMessage(ANSWER), { kind: 'answer', request: 99, errno: 0 });
  t.match(parseProcessMessage(FORK), { kind: 'fork', cpu: 1, sequence: 679, parent: 0x1990, pid: 0x19a1 });
  t.match(parseProcessMessage(EXEC), { kind: 'exec', cpu: 0, sequence: 799, pid: 0x19a1, atNs: 3_439_448_634_020 });
  t.match(parseProcessMessage(EXIT), { kind: 'exit', pid: 0x19a1, parent: 0x1990 });
  const thread = Buffer.from(FORK);
  thread.writeUInt32LE(0x19a2, 36 + 24);
  t.match(parseProcessMessage(thread), { kind: 'other' }, 'a thread');
  for (let length = 0; length < 76; length++) t.equal(parseProcessMessage(EXEC.subarray(0, length)), undefined);
});

t.test('what is missing is counted by processor', async (t) => {
  const said: string[] = [];
  const stream = new MessageStream((message) => said.push(message));
  const take = (bytes: Buffer, more: object = {}): void =>
    stream.take({ bytes, senderPort: 0, senderUid: null, isCut: false, ...more });
  take(ANSWER);
  take(FORK);
  take(EXEC);
  const later = Buffer.from(EXIT);
  later.writeUInt32LE(803, 24);
  take(later);
  t.match(
    stream.items().map((item) => (item.kind === 'gap' ? item.gap.lost : item.kind)),
    ['fork', 'exec', 3, 'exit'],
  );
  take(FORK, { senderPort: 7 });
  t.same(stream.items(), []);
  t.equal(said.length, 1);
  take(FORK.subarray(0, 40));
  t.match(stream.items(), [{ kind: 'gap', gap: { lost: 1 } }]);
  stream.overflow();
  t.ok(stream.takeOverflow());
  t.notOk(stream.takeOverflow());
});

t.test('the oldest process is forgotten', async (t) => {
  const cache = new ProcessCache(2);
  cache.exec(1, undefined, '/a');
  cache.fork(1, 2);
  t.same(cache.get(2), { parent: 1, exe: '/a' });
  cache.fork(2, 3);
  t.equal(cache.get(1), undefined);
  cache.exec(2, undefined, '/b');
  t.same(cache.get(2), { parent: 1, exe: '/b' });
});

t.test('programs of this machine', async (t) => {
  const seen = new Observer('', true);
  let source: ReturnType<typeof openProcessConnector>;
  try {
    source = openProcessConnector({ fork: false }, seen.context);
  } catch (error) {
    return t.pass(String(error));
  }
  t.teardown(() => source.close());
  const ofUs = () => seen.rows('process_events').filter(({ parent }) => parent === process.pid);
  for (let i = 0; i < 20; i++) execFileSync('/bin/true');
  await until(() => {
    source.read();
    return ofUs().length >= 20;
  });
  t.equal(ofUs().length, 20);
  return t.notOk(seen.events.some(([kind]) => kind === 'gap'));
});
