import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { PidfileBusy, takePidfile } from '../../../src/daemon/lifecycle/pidfile.js';

const folder = mkdtempSync(join(tmpdir(), 'hostql-pidfile-'));
t.teardown(() => rmSync(folder, { recursive: true }));

t.test('our process id, for us alone, gone afterwards', async (t) => {
  const path = join(folder, 'a');
  writeFileSync(path, '123456789 left by another');
  const pidfile = takePidfile(path);
  t.equal(readFileSync(path, 'latin1'), String(process.pid));
  t.equal(statSync(path).mode & 0o777, 0o600);
  pidfile.release();
  t.notOk(existsSync(path));
});

t.test('held by another process it is refused, and the holder told', async (t) => {
  const path = join(folder, 'b');
  const holder = spawn('flock', [path, 'sh', '-c', 'echo $$ > "$0"; echo ready; cat', path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const pid = Number(readFileSync(path, 'latin1'));
  t.throws(() => takePidfile(path), new PidfileBusy(path, pid));
  holder.kill('SIGKILL');
  execFileSync('kill', ['-9', String(pid)]);
  await once(holder, 'close');
  // What the shell had started ends by itself, its hold on the file last of all.
  for (let pidfile: ReturnType<typeof takePidfile> | undefined; !pidfile; await delay(5)) {
    try {
      pidfile = takePidfile(path);
      pidfile.release();
    } catch (error) {
      if (!(error instanceof PidfileBusy)) throw error;
    }
  }
});

t.test('what is no plain file is refused', async (t) => {
  const fifo = join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  t.throws(() => takePidfile(fifo), /is not a regular file/);
  const link = join(folder, 'link');
  symlinkSync(join(folder, 'target'), link);
  t.throws(() => takePidfile(link), { code: 'ELOOP' });
  t.notOk(existsSync(join(folder, 'target')));
});
