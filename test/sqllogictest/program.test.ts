import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { type FileResult, Pool } from './pool.js';

const folder = mkdtempSync(join(tmpdir(), 'slt-'));
t.teardown(() => rmSync(folder, { recursive: true, force: true }));

const right =
  "query IT\nSELECT 1, ''\n----\n1\n(empty)\n\nskipif sqlite\nstatement ok\nSELEC\n\nstatement error\nSELEC\n";
const wrong = 'statement ok\nSELECT 1\n\nquery I\nSELECT 1 +\n 1\n----\n3\n\nquery I\nSELECT 3\n----\n4\n';
writeFileSync(join(folder, 'right.test'), right);
writeFileSync(join(folder, 'wrong.test'), wrong);
writeFileSync(join(folder, 'other.sql'), 'not of the format');

interface Run {
  readonly name: string;
  readonly args: readonly string[];
  readonly code: number;
  readonly stdout: readonly RegExp[];
  readonly stderr?: RegExp;
}

const runs: readonly Run[] = [
  {
    name: 'all right',
    args: [join(folder, 'right.test')],
    code: 0,
    stdout: [/^2 records passed, 0 failed, 1 skipped in 1 file \(\d+\.\d s\)\n$/],
  },
  {
    name: 'a folder with failures in it, of which one is shown',
    args: ['--failures', '1', folder],
    code: 1,
    stdout: [
      /wrong\.test:4: wrong result\n {2}SELECT 1 \+\n {3}1\n {2}expected\n {4}3\n {2}actual\n {4}2\n/,
      /wrong\.test: 1 more failed \(--failures 2 shows all\)\n/,
      /\n3 records passed, 2 failed, 1 skipped in 2 files \(/,
    ],
  },
  { name: 'no path', args: [], code: 2, stdout: [/^$/], stderr: /^slt: no path\nusage: / },
  { name: 'a path that is none', args: [join(folder, 'no')], code: 2, stdout: [/^$/], stderr: /^slt: no such file/ },
];

for (const { name, args, code, stdout, stderr = /^$/ } of runs) {
  t.test(name, async (t) => {
    const run = spawnSync(process.execPath, ['scripts/slt.js', ...args], { encoding: 'utf8' });
    t.equal(run.status, code);
    for (const expected of stdout) t.match(run.stdout, expected);
    t.match(run.stderr, stderr);
  });
}

const HEAD = "import { parentPort, workerData } from 'node:worker_threads';";
const worker = (body: string): URL => new URL(`data:text/javascript,${encodeURIComponent(`${HEAD}${body}`)}`);
const answer = "parentPort.postMessage({ kind: 'done', counts: { passed: 1, failed: 0, skipped: 0 }, elapsedMs: 0 });";

async function runPool(body: string): Promise<{ results: FileResult[]; pool: Pool }> {
  const results: FileResult[] = [];
  const pool = new Pool(['bad', 'good'], {
    worker: worker(body),
    width: 1,
    failuresShown: 5,
    hangMs: 200,
    onResult: (result) => results.push(result),
  });
  await pool.run();
  return { results, pool };
}

const ends = [
  ['hangs', "workerData[0] = 7; if (path === 'bad') for (;;);", /^hangs: /],
  ['throws', "workerData[0] = 7; if (path === 'bad') throw new Error('out of order');", /^crash: Error: out of order/],
  ['ends', "workerData[0] = 7; if (path === 'bad') process.exit(3);", /^crash: the thread ended/],
] as const;

for (const [name, body, reason] of ends) {
  t.test(`a thread that ${name} fails its record, and the other files run`, async (t) => {
    const { results, pool } = await runPool(`parentPort.on('message', ({ path }) => { ${body} ${answer} });`);
    t.equal(results.length, 2);
    t.equal(results[0]?.failures[0]?.line, 7);
    t.match(results[0]?.failures[0]?.reason, reason);
    t.strictSame(pool.counts, { passed: 1, failed: 1, skipped: 0 });
  });
}
