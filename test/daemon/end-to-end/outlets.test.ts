import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import t, { type Test } from 'tap';
import { askControl, type Reply } from '../../../src/control/index.js';
import { Stage } from './stage.js';
import { seen } from './wait.js';

t.jobs = 3;

const stageOf = (t: Test): Stage => {
  const stage = new Stage();
  t.teardown(() => stage.close());
  stage.configure({
    schedule: {
      one: { query: 'SELECT 1 AS one', interval: 1 },
      bad: { query: 'SELECT nope', interval: 1 },
    },
  });
  return stage;
};

async function ask(stage: Stage, sql: string): Promise<Reply[]> {
  const replies: Reply[] = [];
  for await (const reply of askControl(stage.at('hostql.sock'), { do: 'query', sql })) replies.push(reply);
  return replies;
}

t.test('a daemon can be asked', async (t) => {
  const stage = stageOf(t);
  const daemon = stage.start({ as: 'hostql', watched: true });
  await daemon.seen('its socket', () => existsSync(stage.at('hostql.sock')));
  await daemon.seen('a result', () => stage.results().length > 0);
  t.equal(statSync(stage.at('hostql.sock')).mode & 0o777, 0o600);

  const status = await stage.exit('hostql', ['status', `--database_path=${stage.store}`]);
  t.equal(status.code, 0);
  const told: unknown = JSON.parse(status.out);
  t.match(told, {
    pid: await daemon.worker(),
    watcher: daemon.pid,
    config: { valid: true, sources: [stage.config] },
    packs: [{ name: 'main', isActive: true }],
    queries: [
      { name: 'bad', last_error: 'no such column: nope' },
      { name: 'one', failures: 0 },
    ],
  });

  const sql = `SELECT s.name, s.executions > 0 AS ran, s.denylisted, q.failures > 0 AS failed
    FROM osquery_schedule s JOIN hostql_query_stats q USING (name) ORDER BY s.name`;
  t.match(await ask(stage, sql), [
    { columns: [{ name: 'name' }, { name: 'ran' }, { name: 'denylisted' }, { name: 'failed' }] },
    {
      rows: [
        ['bad', 0, 0, 1],
        ['one', 1, 0, 0],
      ],
    },
    { end: true },
  ]);
  t.match(await ask(stage, 'SELECT nope'), [{ error: { message: 'no such column: nope' } }]);
  t.match(await ask(stage, "SELECT sequence > 0, lost FROM hostql_loss WHERE stream = 'results'"), [
    {},
    { rows: [[1, 0]] },
  ]);
  t.match(await ask(stage, 'SELECT watcher, config_valid FROM osquery_info'), [{}, { rows: [[daemon.pid, 1]] }]);

  const shell = spawnSync(
    process.execPath,
    ['bin/hostql', '--connect', stage.at('hostql.sock'), '--list', 'SELECT 7 AS a'],
    {
      encoding: 'utf8',
    },
  );
  t.match(shell, { status: 0, stdout: 'a\n7\n' });
  t.equal((await daemon.stop()).code, 0);
  t.notOk(existsSync(stage.at('hostql.sock')), 'its socket goes with it');
});

t.test('osqueryd opens nothing of ours', async (t) => {
  const stage = stageOf(t);
  const daemon = stage.start();
  await daemon.seen('a result', () => stage.results().length > 0);
  t.notOk(existsSync(stage.at('hostql.sock')));
  await daemon.stop();
});

function get(socketPath: string, path = '/metrics'): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    asked.on('error', reject).end();
  });
}

t.test('metrics at a socket and in a file', async (t) => {
  const stage = stageOf(t);
  const flags = [`--metrics_listen=unix:${stage.at('metrics.sock')}`, `--metrics_textfile=${stage.at('hostql.prom')}`];
  const daemon = stage.start({ as: 'hostql', flags });
  await daemon.seen('a result', () => stage.results().length > 0);
  await daemon.seen('its socket', () => existsSync(stage.at('metrics.sock')));
  const { status, body } = await get(stage.at('metrics.sock'));
  t.equal(status, 200);
  t.match(body, /^hostql_query_runs_total\{query="one"\} [1-9]\d*$/m);
  t.match(body, /^hostql_query_failures_total\{query="bad"\} \d+$/m);
  t.match(body, /^hostql_log_lines_total\{stream="results"\} 1$/m);
  t.equal((await get(stage.at('metrics.sock'), '/')).status, 404);
  t.match(readFileSync(stage.at('hostql.prom'), 'utf8'), /^hostql_build_info\{version="\S+"\} 1$/m);
  t.equal((await daemon.stop()).code, 0);
  t.match(
    readFileSync(stage.at('hostql.prom'), 'utf8'),
    /^hostql_query_runs_total\{query="one"\} [1-9]\d*$/m,
    'the last figures',
  );
});

t.test('metrics are for this host alone', async (t) => {
  const stage = stageOf(t);
  const daemon = stage.start({ as: 'hostql', flags: ['--metrics_listen=0.0.0.0:0'] });
  await daemon.seen('a word', () => /metrics are for this host alone/.test(daemon.talk));
  await daemon.seen('it runs all the same', () => stage.results().length > 0);
  await daemon.stop();
});

const LISTENER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('listening', flush=True)
while True:
    print(s.recv(4096).decode(), flush=True)
`;
const hasPython = spawnSync('python3', ['--version']).status === 0;

for (const watched of [true, false]) {
  const what = `a service manager hears of ${watched ? 'watcher and worker' : 'one process'}`;
  t.test(what, { skip: !hasPython && 'datagrams are heard with python3' }, async (t) => {
    const stage = stageOf(t);
    const manager = spawn('python3', ['-c', LISTENER, stage.at('notify')], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.teardown(() => manager.kill('SIGKILL'));
    let heard = '';
    manager.stdout.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    await seen('it listens', () => heard.includes('listening'));
    const env = { NOTIFY_SOCKET: stage.at('notify'), WATCHDOG_USEC: '1000000' };
    const daemon = stage.start({ as: 'hostql', watched, env });
    await daemon.seen('it is ready', () => /^READY=1$/m.test(heard));
    await daemon.seen('a sign of life', () => /^WATCHDOG=1$/m.test(heard));
    if (!watched) {
      daemon.signal('SIGHUP');
      await daemon.seen('it reads anew', () => /^RELOADING=1$[^]*^READY=1$/m.test(heard));
    }
    t.notMatch(heard, /STOPPING/);
    t.equal((await daemon.stop()).code, 0);
    await seen('its end', () => /^STOPPING=1$/m.test(heard));
  });
}
