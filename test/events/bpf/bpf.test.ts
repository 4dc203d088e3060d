import { execFileSync } from 'node:child_process';
import { connect, createServer } from 'node:net';
import t from 'tap';
import { Assembler, r0, r1 } from '../../../src/events/bpf/assembler.js';
import { parseExecStack } from '../../../src/events/bpf/exec-stack.js';
import { Bpf, lastLineOf, ringBytes } from '../../../src/events/bpf/kernel.js';
import { Ring } from '../../../src/events/bpf/ring.js';
import { parseSocketAddress } from '../../../src/events/bpf/socket-address.js';
import { openBpf } from '../../../src/events/bpf/source.js';
import { loadKernelCalls } from '../../../src/host/index.js';
import { Observer } from '../observer.js';
import { until } from '../reader/stage.js';

t.test('instructions', async (t) => {
  const program = new Assembler().move(r0, 7).jumpIf('equal', r1, 0, 'end').load('u64', r0, r1, 8).label('end').exit();
  t.equal(program.assemble().toString('hex'), 'b700000007000000150101000000000079100800000000009500000000000000');
  t.throws(() => new Assembler().jump('nowhere').assemble(), { message: 'no such label: "nowhere"' });
  t.throws(() => new Assembler().label('a').label('a'), { message: 'label is there already: "a"' });
});

t.test('a ring whose records turn around, are discarded and are written', async (t) => {
  const [consumer, producer] = [Buffer.alloc(64), Buffer.alloc(64 + 128)];
  const ring = new Ring({ consumer, producer, pageBytes: 64, dataBytes: 64 });
  const put = (at: number, header: number, text: string): void => {
    producer.writeUInt32LE(header >>> 0, 64 + at);
    producer.write(text, 64 + at + 8);
  };
  put(0, 5, 'first');
  put(16, 0x40000000 | 3, 'no');
  put(32, 0x80000000 | 3, '...');
  producer.writeBigUInt64LE(48n);
  const seen: string[] = [];
  ring.read((bytes) => seen.push(bytes.toString()), Number.POSITIVE_INFINITY);
  t.same(seen, ['first']);
  t.equal(consumer.readBigUInt64LE(), 32n);
  put(32, 3, 'now');
  put(48, 12, 'across break');
  producer.writeBigUInt64LE(72n);
  ring.read((bytes) => seen.push(bytes.toString()), Number.POSITIVE_INFINITY);
  t.same(seen, ['first', 'now', 'across break']);
  t.equal(ringBytes(10, 3, 4096), 16 * 1024 * 1024);
});

t.test("a new program's stack", async (t) => {
  const stack = Buffer.alloc(96);
  const words = [2, 1072, 1077, 0, 1080, 0, 31, 1084, 0];
  for (const [at, word] of words.entries()) stack.writeBigUInt64LE(BigInt(word), at * 8);
  stack.write('prog\0a \0A=1\0/p\0', 72);
  const whole = { args: ['prog', 'a '], isCut: false, envCount: 1, envBytes: 4, fileName: '/p' };
  t.same(parseExecStack(stack, 1000n, false), whole);
  t.same(parseExecStack(stack.subarray(0, 79), 1000n, false), {
    ...whole,
    args: ['prog', 'a '],
    isCut: true,
    fileName: null,
  });
  t.match(parseExecStack(Buffer.alloc(0), 1000n, false), { args: null, isCut: true });
});

t.test('addresses', async (t) => {
  const of = (hex: string) => parseSocketAddress(Buffer.from(hex, 'hex'));
  t.same(of('020000097f000001'), { family: 2, address: '127.0.0.1', port: 9 });
  t.same(of(`0a00000900000000${'0'.repeat(31)}1`), { family: 10, address: '::1', port: 9 });
  t.same(of('01002f746d7000ff'), { family: 1, address: '/tmp', port: 0 });
  t.same(of('0100006162'), { family: 1, address: '@ab', port: 0 });
  t.same([of('0200'), of('02'), of('ffff0000')], [undefined, undefined, undefined]);
});

t.test('what the verifier minds', async (t) => {
  t.equal(lastLineOf('0: R1=ctx\nR0 !read_ok\nprocessed 1 insns\n'), 'R0 !read_ok');
  const calls = loadKernelCalls();
  if (process.getuid?.() !== 0 || !calls) return;
  const bpf = new Bpf(calls);
  t.teardown(() => bpf.close());
  t.throws(() => bpf.load('sys_enter', new Assembler().exit().assemble()), { message: /R0 !read_ok/ });
});

t.test('programs and connections of this machine', async (t) => {
  const seen = new Observer('', true);
  let source: ReturnType<typeof openBpf>;
  try {
    const tables = ['bpf_process_events', 'bpf_socket_events'] as const;
    source = openBpf({ tables, ringExponent: 10, calls: 512 }, seen.context);
  } catch (error) {
    return t.pass(String(error));
  }
  t.teardown(() => source.close());
  for (let i = 0; i < 20; i++) execFileSync('/bin/sh', ['-c', 'exec /bin/true "a b" c']);
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await until(() => server.listening);
  const { port } = server.address() as { port: number }; // of a TCP server
  connect(port, '127.0.0.1').resume();
  const ran = () => seen.rows('bpf_process_events').filter((row) => row.json_cmdline === '["/bin/true","a b","c"]');
  const calls = () => seen.rows('bpf_socket_events').filter((row) => row.pid === process.pid);
  await until(() => {
    source.read();
    return ran().length >= 20 && new Set(calls().map((row) => row.syscall)).size === 4;
  });
  server.close();
  t.equal(ran().length, 20);
  t.match(ran()[0], {
    path: '/bin/true',
    cmdline: "/bin/true 'a b' c",
    parent: process.pid,
    probe_error: 0,
    exit_code: '0',
  });
  const connected = calls().find((row) => row.syscall === 'connect' && row.remote_port === port);
  t.match(connected, { remote_address: '127.0.0.1', family: 2, uid: process.getuid?.() });
  return t.notOk(seen.events.some(([kind]) => kind === 'gap'));
});
