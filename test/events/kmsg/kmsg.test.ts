import t from 'tap';
import { KmsgRows } from '../../../src/events/kmsg/source.js';
import { MonotonicClock } from '../../../src/events/monotonic-clock.js';
import { Observer } from '../observer.js';

const records = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text));

t.test('records', async (t) => {
  const seen = new Observer();
  const rows = new KmsgRows(seen.context, new MonotonicClock(seen.context.now, () => 10_000));
  rows.skip(records('6,6,1,-;before\n'));
  rows.take(
    records(
      '6,7,5000000,-;pci: found\\x0a\\xff \\x5c\n SUBSYSTEM=pci\n DEVICE=+pci:0000:00:01.0\n',
      '30,8,5000000,c,caller=T1;systemd\n',
      'nonsense',
      '3,12,5000000,-;later\n',
    ),
  );
  const row = { datetime: '2023-11-14T22:13:15.000Z', host: seen.context.host.facts.hostname };
  t.same(seen.take(), [
    ['syslog_events', { ...row, severity: 6, facility: 'kern', tag: 'kernel', message: 'pci: found\n\udcff \\' }],
    ['syslog_events', { ...row, severity: 6, facility: 'daemon', tag: '', message: 'systemd' }],
    ['gap', "a record of the kernel's log was malformed", 1],
    ['gap', "the kernel's log was written over", 3],
    ['syslog_events', { ...row, severity: 3, facility: 'kern', tag: 'kernel', message: 'later' }],
  ]);
  t.same(seen.atMs, [1_699_999_995_000, 1_699_999_995_000, 1_699_999_995_000]);
});
