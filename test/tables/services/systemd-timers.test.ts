import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { Host, parseSnapYaml, parseTimer } from '../../../src/host/index.js';
import { systemdTimers } from '../../../src/tables/services/systemd-timers.js';
import { systemdUnits } from '../../../src/tables/services/systemd-units.js';
import { scanColumn, scanTable } from '../scan.js';
import { reply, unitList } from './dbus-replies.js';

const PATH = '/org/freedesktop/systemd1/unit/a_2etimer';

t.test('settings of timers', async (t) => {
  const none = { calendar: [], spans: [], isPersistent: false, unit: null };
  const cases: [texts: string[], settings: object][] = [
    [[], none],
    [['[Timer]\nOnCalendar=daily\nOnBootSec = 5min \n'], { ...none, calendar: ['daily'], spans: ['OnBootSec=5min'] }],
    [['OnCalendar=before\n[Unit]\nOnCalendar=elsewhere\n'], none],
    [
      [
        '[Timer]\nOnCalendar=daily\nOnBootSec=1\nPersistent=true\nUnit=x.service\n',
        '[Timer]\nOnCalendar=\nOnCalendar=weekly\nUnit=\n',
      ],
      { ...none, calendar: ['weekly'], isPersistent: true },
    ],
    [['[Timer]\nOnCalendar=a \\\n b\n#OnCalendar=c\n'], { ...none, calendar: ['a   b'] }],
    [['[Timer]\nOnWhateverSec=1\nOnCalendar\n=x\n'], none],
  ];
  for (const [texts, settings] of cases) t.same(parseTimer(texts), settings, JSON.stringify(texts));
});

t.test('a systemd that lies', async (t) => {
  const units = unitList([['a.timer', 'A', 'loaded', 'active', 'waiting', '', PATH, 0, '', '/']]);
  const host = (answer: Buffer): Host => {
    const answers = { 'systemd units': units.toString('base64'), [`systemd timer ${PATH}`]: answer.toString('base64') };
    return new Host(t.testdir({ '.host.json': JSON.stringify({ answers }) }));
  };
  const text = Buffer.from('\x01s\0\0\x01\0\0\0x\0');
  for (const answer of [Buffer.alloc(0), Buffer.from('no D-Bus at all'), reply(2, 'v', text, 3)])
    t.match(scanTable(systemdTimers, host(answer)), [
      { id: 'a.timer', unit: 'a.service', next_elapse: null, next_elapse_uptime: null, last_trigger: null },
    ]);
  t.same(scanColumn(systemdTimers, host(Buffer.concat([2, 3, 4, 5].map((n) => reply(n, 'v', text)))), 'next_elapse'), [
    null,
  ]);
});

t.test('a FIFO for a unit', async (t) => {
  const root = t.testdir({ etc: { systemd: { system: { 'a.timer.d': {} } } } });
  spawnSync('mkfifo', [join(root, 'etc/systemd/system/a.timer.d/x.conf')]);
  spawnSync('ln', ['-s', '/etc/systemd/system/a.timer.d/x.conf', join(root, 'etc/systemd/system/a.timer')]);
  const columns = ['id', 'calendar', 'unit'];
  t.same(scanTable(systemdTimers, new Host(root), { columns }).map(Object.values), [['a.timer', null, 'a.service']]);
});

t.test('timers are those units that are timers', async (t) => {
  const host = new Host();
  const units = scanColumn(systemdUnits, host, 'id').filter((id) => String(id).endsWith('.timer'));
  const timers = scanColumn(systemdTimers, host, 'id');
  t.same(
    units.filter((id) => !timers.includes(id)),
    [],
  );
});

t.test('what snapd writes of a snap', async (t) => {
  const fields = (text: string) => Object.fromEntries(parseSnapYaml(text));
  t.same(fields('name: a\nversion: \'1.0\'\nsummary: "say \\"x\\""\n'), {
    name: 'a',
    version: '1.0',
    summary: 'say "x"',
  });
  t.same(fields('apps:\n  name: no\n  x: y\nlist:\n- name: no\ntext: |\n  name: no\nflow: {a: b}\nalias: *x\n'), {});
  t.same(fields('title: Plain # comment\nbase: core22\r\n'), { title: 'Plain', base: 'core22' });
});
