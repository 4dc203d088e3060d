import { statSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { parseCsvLine } from '../../../src/events/syslog/csv.js';
import { openSyslog, SyslogLines } from '../../../src/events/syslog/source.js';
import { Observer } from '../observer.js';

t.test('CSV', async (t) => {
  t.same(parseCsvLine('a, "b, ""c""" ,d\\,'), ['a', 'b, "c"', 'd\\', '']);
  t.same(parseCsvLine(''), ['']);
  t.same(parseCsvLine('"open,'), ['open,']);
});

const HEAD = '2023-11-14T22:13:20.5+00:00,web,3,daemon,nginx[7]:,';

t.test('lines', async (t) => {
  const seen = new Observer();
  const lines = new SyslogLines(100, seen.context);
  lines.add(Buffer.from(`${HEAD}" it ""broke"""\n\n${HEAD.slice(0, 10)}`));
  lines.add(Buffer.concat([Buffer.from(HEAD.slice(10)), Buffer.from([0xff]), Buffer.from('\n')]));
  const row = {
    datetime: '2023-11-14T22:13:20.5+00:00',
    host: 'web',
    severity: 3,
    facility: 'daemon',
    tag: 'nginx[7]',
  };
  t.same(seen.take(), [
    ['syslog_events', { ...row, message: 'it "broke"' }],
    ['syslog_events', { ...row, message: '\udcff' }],
  ]);
  t.same(seen.atMs, [1_700_000_000_500, 1_700_000_000_500]);
  lines.add(Buffer.from(`${HEAD}${'x'.repeat(100_000)}\n`));
  t.equal(String(seen.rows('syslog_events')[0]?.message).length, 100_000);
  seen.take();
  for (let i = 0; i < 50; i++) lines.add(Buffer.from('of no shape\n'));
  lines.add(Buffer.from(`${HEAD}goes on\n${HEAD}${'y'.repeat(2_000_000)}\n${HEAD}and on\n`));
  lines.tick();
  t.match(
    seen.take().map(([kind, row, lost]) => (kind === 'gap' ? [row, lost] : (row as { message: string }).message)),
    [
      'goes on',
      ['a line of syslog was longer than 1 MiB', 1],
      'and on',
      ['lines of syslog were not of six fields', 50],
    ],
  );
});

t.test('beyond the limit lines are counted', async (t) => {
  const seen = new Observer();
  const lines = new SyslogLines(2, seen.context);
  lines.add(Buffer.from(`${HEAD}x\n`.repeat(30)));
  lines.tick();
  t.equal(seen.rows('syslog_events').length, 20);
  t.same(seen.events.at(-1), ['gap', 'lines of syslog beyond syslog_rate_limit', 10]);
  seen.take();
  seen.nowMs += 200;
  lines.add(Buffer.from(`${HEAD}x\n`.repeat(3)));
  t.equal(seen.rows('syslog_events').length, 2);
});

t.test('the pipe', async (t) => {
  const seen = new Observer('', true);
  const path = `${t.testdir()}/pipe`;
  const source = openSyslog({ path, rateLimit: 100 }, seen.context);
  t.teardown(() => source.close());
  t.ok(statSync(path).isFIFO());
  t.equal(statSync(path).mode & 0o777, 0o460);
  if (process.getuid?.() === 0) {
    writeFileSync(path, `${HEAD}one\n`, { flag: 'r+' });
    source.read();
    t.equal(seen.rows('syslog_events')[0]?.message, 'one');
  }
  t.throws(() => openSyslog({ path, rateLimit: 100 }, seen.context), { message: `another process reads ${path}` });
});
