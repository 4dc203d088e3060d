import t from 'tap';
import { warningLines } from '../../src/shell/warning-lines.js';

t.test('warnings, and what to do about them', async (t) => {
  const refused = new Set(['cannot read /etc/shadow: permission denied']);
  t.same(warningLines(refused, false), [
    'warning: cannot read /etc/shadow: permission denied',
    'hint: run it as root to read all',
  ]);
  t.same(warningLines(refused, true), ['warning: cannot read /etc/shadow: permission denied']);
  t.same(warningLines(new Set(['permission denied (root with CAP_SYS_PTRACE can)']), false), [
    'warning: permission denied (root with CAP_SYS_PTRACE can)',
  ]);
  t.same(warningLines(new Set(['a\u001b[31m name']), false), ['warning: a\\e[31m name']);
  t.same(warningLines(new Set(), false), []);
});
