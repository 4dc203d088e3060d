import t from 'tap';
import { assigned } from '../../src/events/assignment.js';
import { EVENT_TABLES, type SourceName } from '../../src/events/index.js';
import { SOURCES } from '../../src/events/sources.js';
import { Flags } from '../../src/flags/index.js';

const sections = new Map<string, unknown>([['file_paths', { all: ['/etc/%%'] }]]);

/** `source: tables` for each source that is on. */
function feeding(given: Readonly<Record<string, string>>, unavailable: readonly SourceName[] = []): string[] {
  const flags = new Flags('hostql');
  for (const [name, value] of Object.entries(given)) t.equal(flags.set(name, value, 'given').kind, 'set', name);
  const input = { flags, sections, tables: new Set(EVENT_TABLES) };
  return assigned(SOURCES, input, (source) => !unavailable.includes(source))
    .filter(({ settings }) => settings !== undefined)
    .map(({ source, tables }) => `${source}: ${tables.join(' ')}`);
}

t.test('by itself, devices alone', async (t) => {
  t.same(feeding({}), ['udev: hardware_events']);
});

t.test('each table has one source: the first that is on', async (t) => {
  t.same(feeding({ disable_audit: 'false', enable_process_connector: 'true' }), [
    'auditeventpublisher: process_events user_events',
    'udev: hardware_events',
  ]);
  t.same(feeding({ disable_audit: 'false', audit_allow_process_events: 'false', audit_allow_sockets: 'true' }), [
    'auditeventpublisher: socket_events user_events',
    'udev: hardware_events',
  ]);
});

t.test('another one steps in where it is not available', async (t) => {
  t.same(feeding({ disable_audit: 'false', enable_process_connector: 'true' }, ['auditeventpublisher']), [
    'process_connector: process_events',
    'udev: hardware_events',
  ]);
});

t.test('what others do not tell stands beside their rows', async (t) => {
  t.same(
    feeding({
      disable_audit: 'false',
      audit_allow_sockets: 'true',
      enable_sock_diag: 'true',
      enable_syslog: 'true',
      enable_kmsg: 'true',
    }),
    [
      'auditeventpublisher: process_events socket_events user_events',
      'udev: hardware_events',
      'syslog: syslog_events',
      'kmsg: syslog_events',
      'sock_diag: socket_events',
    ],
  );
});

t.test('files, and rules only where there are some', async (t) => {
  t.same(feeding({ enable_file_events: 'true' }), ['inotify: file_events', 'udev: hardware_events']);
});

t.test('every table has a source, and every source tables', async (t) => {
  const fed = new Set(SOURCES.flatMap(({ tables }) => tables));
  t.same(
    EVENT_TABLES.filter((table) => !fed.has(table)),
    [],
  );
});
