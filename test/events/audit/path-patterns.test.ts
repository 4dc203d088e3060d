import t from 'tap';
import { pathPatterns } from '../../../src/events/audit/files/path-patterns.js';

const CASES: readonly (readonly [pattern: string, meant: readonly string[], others: readonly string[]])[] = [
  ['/etc/passwd', ['/etc/passwd'], ['/etc/passwd-', '/etc', '/etc/passwd/x']],
  ['/etc/', ['/etc/passwd'], ['/etc', '/etc/ssh/config']],
  ['/etc/%', ['/etc/passwd', '/etc/.hidden'], ['/etc', '/etc/', '/etc/ssh/config', '/etcx/y']],
  ['/etc/%%', ['/etc/passwd', '/etc/ssh/config', '/etc/a/b/c'], ['/etc', '/etc/', '/etcx/y', '/']],
  ['/etc/%.conf', ['/etc/a.conf', '/etc/.conf'], ['/etc/a.confx', '/etc/a/b.conf']],
  ['/home/%/.ssh/%', ['/home/ann/.ssh/id'], ['/home/.ssh/id', '/home/ann/x/.ssh/id', '/home/ann/.ssh/a/b']],
  ['/home/%/.ssh/%%', ['/home/ann/.ssh/id', '/home/ann/.ssh/a/b'], ['/home/ann/.ssh', '/home/ann/.sshx/a']],
  ['/opt/a%%', ['/opt/a', '/opt/ab', '/opt/ab/c/d'], ['/opt/b', '/opt', '/opt/x/a']],
  ['/srv/*/x?', ['/srv/a/xy'], ['/srv/a/x', '/srv/a/b/xy']],
  ['/a[b', [], ['/a', '/ab']],
  ['/tmp/*', ['/tmp/a\nb', '/tmp/\udcff'], []],
];

t.test('patterns by the rules of osquery', async (t) => {
  for (const [pattern, meant, others] of CASES) {
    const matches = pathPatterns([pattern]);
    for (const path of meant) t.ok(matches(path), `${pattern} means ${path}`);
    for (const path of others) t.notOk(matches(path), `${pattern} does not mean ${path}`);
  }
});

t.test('of several patterns one is enough, of none no path', async (t) => {
  const matches = pathPatterns(['/etc/passwd', '/var/%%']);
  t.ok(matches('/etc/passwd'));
  t.ok(matches('/var/log/x'));
  t.notOk(matches('/etc/group'));
  t.notOk(pathPatterns([])('/etc/passwd'));
});
