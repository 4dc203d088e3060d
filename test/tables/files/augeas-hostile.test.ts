import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Host, lensFor } from '../../../src/host/index.js';
import { augeas } from '../../../src/tables/files/augeas.js';
import { scanTable } from '../scan.js';

/** What patterns could take long over. */
const ODDITIES = [
  ...['"', "'", '\\', '\\\\"', '#', '{', '}', '(', ')', '$(', '`', '=', ':', ',', ' ', '\t', '[', ']', '!', ';', '\n'],
  ...['if x; then\n', 'case x in\n', 'a=(', 'a {', 'x = "', 'Defaults ', 'a ALL=(', '@x ', 'Match ', '\\\n', 'a:', 'é'],
];

t.test('no content takes long or fails', async (t) => {
  const root = t.testdir({});
  const paths = [
    ...[
      'hosts',
      'passwd',
      'group',
      'shadow',
      'gshadow',
      'fstab',
      'services',
      'resolv.conf',
      'nsswitch.conf',
      'crontab',
    ],
    ...[
      'login.defs',
      'shells',
      'hostname',
      'sudoers',
      'sysctl.conf',
      'modprobe.conf',
      'yum.conf',
      'my.cnf',
      'os-release',
    ],
    ...['ssh/sshd_config', 'ssh/ssh_config', 'security/limits.conf', 'apt/sources.list', 'nginx/nginx.conf', 'pam.d/x'],
    ...['systemd/system/x.service', 'postgresql/1/a/pg_hba.conf', 'postgresql/1/a/postgresql.conf'],
  ];
  const names = new Set(paths.map((path) => lensFor(`/etc/${path}`)?.name));
  t.equal(names.size, paths.length, 'every lens');
  for (const path of paths) mkdirSync(join(root, 'etc', path, '..'), { recursive: true });
  for (const oddity of ODDITIES) {
    const line = oddity.repeat(Math.floor(15_000 / oddity.length / (oddity.includes('\n') ? 50 : 1)));
    const text = `${line}x\nx = ${line}\n`;
    for (const path of paths) writeFileSync(join(root, 'etc', path), text);
    const before = process.cpuUsage();
    scanTable(augeas, new Host(root));
    const { user } = process.cpuUsage(before);
    // Where a pattern takes the square of a line's length it is several seconds for that file alone.
    if (user > 6_000_000) t.fail(`${JSON.stringify(oddity)} took ${user} µs`);
  }
});
