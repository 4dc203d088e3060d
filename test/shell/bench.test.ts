import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';

t.jobs = 2;

const { NODE_V8_COVERAGE: _, ...env } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'hostql-bench-'));
t.teardown(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

interface Result {
  readonly status: number | null;
  readonly out: string;
  readonly talk: string;
}

function bench(args: readonly string[], onTalk: (text: string, stop: () => void) => void = () => {}): Promise<Result> {
  const child = spawn('bin/hostql', ['bench', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env, timeout: 120_000 });
  // Some of these would never end.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let out = '';
  let talk = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    talk += text;
    onTalk(talk, () => child.kill('SIGINT'));
  });
  return new Promise((done) => {
    child.on('close', (status) => {
      process.off('exit', kill);
      done({ status, out, talk });
    });
  });
}

const ENDLESS = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c';

t.test('a table of plans', async (t) => {
  const { status, out, talk } = await bench([
    '--runs',
    '2',
    'SELECT name FROM users WHERE uid = 0'.replace('name', 'username'),
  ]);
  t.equal(status, 0, talk);
  t.match(out, /^scan users \(username\) lookup uid = 0\n\nplan +median +spread +ratio +gathered +files +syscalls\n/);
  t.match(out, /\nchosen plan +[\d.]+ m?s +±\d+ % +1\.00x +1 /);
  t.match(out, /\nwithout lookups +/);
  t.match(out, /\nthe same as the chosen plan: .*without join keys/);
  t.notMatch(out, /\u001b/, 'no colour but on terminals');
  for (const line of out.split('\n')) t.ok(line.length <= 80, line);
});

t.test('the same as JSON', async (t) => {
  const { status, out } = await bench(['--json', '--runs', '1', 'SELECT username FROM users WHERE uid = 0']);
  t.equal(status, 0);
  const { chosen, variants } = JSON.parse(out);
  t.match(chosen, { kind: 'measured', name: 'chosen plan', runs: 1, rows: 1, ratio: 1, compared: 'equal' });
  for (const name of ['ms', 'spreadMs', 'cpuMs', 'rowsGathered', 'files', 'syscalls', 'bytes'])
    t.type(chosen[name], 'number');
  t.ok(variants.some(({ kind }: { kind: string }) => kind === 'same'));
});

t.test('plans of all variants', async (t) => {
  const { out } = await bench(['--plans', '--runs', '1', 'SELECT username FROM users WHERE uid = 0']);
  t.match(out, /^chosen plan:\n {2}scan users .*\n\nwithout lookups:\n {2}filter uid = 0\n/);
});

t.test('a corpus of SQL', async (t) => {
  const corpus = file('corpus.sql', '-- two good, one bad\nSELECT 1;\nSELECT nope;\nSELECT count(*) FROM users;\n');
  const { status, out, talk } = await bench(['--corpus', corpus, '--runs', '1', '--interval', '60']);
  t.equal(status, 1);
  t.match(out, /^cost +CPU ms +ms +rows +files +syscalls +every +% core +query\n/);
  t.match(out, /\ncheap +.* 60 s\? +[\d.]+ +line 2: SELECT 1\n/);
  t.match(out, /\na daemon that runs them takes .* of a core\nintervals are assumed: 60 s/);
  t.match(talk, /^line 3: error: no such column: nope\n/);
});

t.test('a configuration of osquery, with a pack beside it', async (t) => {
  mkdirSync(join(folder, 'packs'));
  file('packs/p.conf', '{"queries": {"all": {"query": "SELECT * FROM users", "interval": 60}}}');
  const config = { schedule: { one: { query: 'SELECT 1', interval: 10 } }, packs: { p: 'packs/p.conf' } };
  const { status, out } = await bench(['--json', '--corpus', file('osquery.conf', JSON.stringify(config))]);
  t.equal(status, 0);
  const { queries, schedule, thresholds } = JSON.parse(out);
  t.same(queries.map(({ name }: { name: string }) => name).sort(), ['one', 'p/all']);
  t.match(queries[0], {
    badge: /cheap|noticeable|heavy/,
    isIntervalAssumed: false,
    schedule: { cpuMsPerHour: Number },
  });
  t.type(schedule.corePercent, 'number');
  t.same(thresholds, { heavy: 600, noticeable: 60, cheap: 0 });
});

t.test('what is wrong, and how it ends', async (t) => {
  const cases: readonly (readonly [string[], number, RegExp])[] = [
    [['SELECT nope'], 1, /^error: no such column: nope\n.*line 1, column 8/s],
    [['DELETE FROM t'], 1, /cannot measure DELETE/],
    [['--timeout', '0.1', ENDLESS], 124, /stopped after 0\.1 s/],
    [['--runs', '0', 'SELECT 1'], 2, /--runs/],
    [['--interval', '-1', '--corpus', 'x'], 2, /--interval/],
    [['--corpus', '/nonexistent'], 2, /cannot read \/nonexistent: ENOENT\ntry: hostql bench --help/],
    [['--corpus', file('empty.sql', '-- nothing')], 2, /no query/],
    [['--corpus', file('broken.conf', '{"schedule": ')], 2, /no JSON/],
    [['--corpus', 'x', 'SELECT 1'], 2, /only one of SQL, --corpus/],
    [['--bogus'], 2, /bogus/],
  ];
  for (const [args, status, talk] of cases) {
    const result = await bench(args);
    t.equal(result.status, status, args.join(' '));
    t.match(result.talk, talk);
    t.equal(result.out, '');
  }
  t.match(await bench(['--help']), { status: 0, out: /hostql bench \[SQL\][\s\S]*--corpus[\s\S]*Exit status/ });
});

t.test('progress is told where it takes long; Ctrl-C ends it', async (t) => {
  const slow = file('slow.sql', `SELECT 1; SELECT count(*) FROM generate_series(1, 3000000); ${ENDLESS}`);
  let isStopped = false;
  const { status, out, talk } = await bench(['--corpus', slow, '--runs', '1'], (text, stop) => {
    if (isStopped || !text.includes('bench: line 1 (67 %)')) return;
    isStopped = true;
    stop();
  });
  t.equal(status, 130);
  t.equal(out, '');
  t.match(talk, /^bench: line 1 .*\n.*interrupted/s);
});
