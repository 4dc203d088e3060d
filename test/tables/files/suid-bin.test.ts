import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import t from 'tap';
import { Host } from '../../../src/host/index.js';
import { suidBin } from '../../../src/tables/files/suid-bin.js';
import { scanColumn, scanTable } from '../scan.js';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'hostql-'));
t.teardown(() => fs.rmSync(root, { recursive: true, force: true }));

const stat = {
  '/usr/bin/su': { mode: '4755' },
  '/usr/bin/wall': { mode: '2755', gid: 5 },
  '/usr/bin/plain': { mode: '0755' },
  '/usr/bin/folder': { mode: '042755' },
  '/usr/local/sbin/deep/both': { mode: '6755', uid: 1000, gid: 77 },
  '/opt/su': { mode: '4755' },
};
for (const name of Object.keys(stat)) {
  fs.mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
  if (name.endsWith('folder')) fs.mkdirSync(path.join(root, name));
  else fs.writeFileSync(path.join(root, name), '');
}
fs.mkdirSync(path.join(root, 'etc'));
fs.writeFileSync(path.join(root, 'etc/passwd'), 'root:x:0:0::/:\nalice:x:1000:1000::/:\ntoor:x:0:0::/:\n');
fs.writeFileSync(path.join(root, 'etc/group'), 'root:x:0:\ntty:x:5:\n');
fs.writeFileSync(path.join(root, '.host.json'), JSON.stringify({ stat }));
fs.symlinkSync('usr/bin', path.join(root, 'bin'));
fs.symlinkSync('su', path.join(root, 'usr/bin/su.link'));
fs.symlinkSync('/opt', path.join(root, 'usr/bin/way-out'));
fs.symlinkSync('.', path.join(root, 'usr/bin/self'));
fs.symlinkSync('none', path.join(root, 'usr/bin/dangling'));
const host = new Host(root);

t.test('files that run as somebody else', async (t) => {
  const warnings: string[] = [];
  t.same(scanTable(suidBin, host, { warnings }).map(Object.values), [
    ['/usr/bin/su', 'root', 'root', 'S'],
    ['/usr/bin/su.link', 'root', 'root', 'S'],
    ['/usr/bin/wall', 'root', 'tty', 'G'],
    ['/usr/local/sbin/deep/both', 'alice', '77', 'SG'],
  ]);
  t.same(warnings, []);
});

t.test('by path: what the whole scan has, and nothing else', async (t) => {
  const whole = scanColumn(suidBin, host, 'path') as string[];
  const others = ['/bin/su', '/usr/bin/self/su', '/usr/bin/way-out/su', '/opt/su', '/usr/bin/folder', '/usr/bin/plain'];
  others.push(
    '',
    '/',
    'su',
    '/usr/bin/su/',
    '/usr/bin/../bin/su',
    '/usr//bin/su',
    '/usr/bin/dangling',
    '/usr/bin/su\0',
  );
  t.same(scanColumn(suidBin, host, 'path', { lookup: { path: [...whole, ...others] } }), whole);
  const before = host.counters.syscalls;
  scanColumn(suidBin, host, 'path', { lookup: { path: ['/usr/bin/su'] } });
  t.ok(host.counters.syscalls - before < 15, 'no folder is walked');
});

t.test('a scan can be cancelled', async (t) => {
  t.throws(() => scanTable(suidBin, host, { signal: AbortSignal.abort() }));
});

t.test('on this machine', async (t) => {
  // The whole of /tmp can take long: a few rows show that the walk works.
  for (const { path: name, permissions } of scanTable(suidBin, new Host(), { limit: 5 })) {
    t.match(permissions, /^(S|G|SG)$/, String(name));
    t.equal(fs.realpathSync(path.dirname(String(name))), path.dirname(String(name)));
  }
  const newgrp = { path: ['/usr/bin/newgrp'] };
  const isThere = fs.existsSync('/usr/bin/newgrp') && (fs.statSync('/usr/bin/newgrp').mode & 0o6000) !== 0;
  t.same(scanColumn(suidBin, new Host(), 'path', { lookup: newgrp }), isThere ? newgrp.path : []);
});
