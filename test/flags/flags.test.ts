import t from 'tap';
import {
  applyOptions,
  FLAGS,
  Flags,
  fitsOption,
  forceFlags,
  judgeOption,
  parseValue,
  socketsOf,
  usageText,
  versionText,
} from '../../src/flags/index.js';

t.test('defaults fit their types', async (t) => {
  for (const flag of FLAGS.values()) t.equal(parseValue(flag.type, flag.initial), flag.initial, flag.name);
  t.ok(FLAGS.size > 250);
});

t.test('typed getters', async (t) => {
  const flags = new Flags('osquery');
  t.equal(flags.bool('logger_event_type'), true);
  t.equal(flags.int('schedule_splay_percent'), 10);
  t.equal(flags.text('logger_path'), '/var/log/osquery/');
  t.equal(flags.set('schedule_epoch', '18446744073709551615', 'given').kind, 'set');
  t.equal(flags.bigint('schedule_epoch'), 2n ** 64n - 1n);
  t.throws(() => flags.bool('nosuch'), { name: 'Bug' });
  t.throws(() => flags.int('logger_path'), { name: 'Bug' });
});

t.test('options override what was given, and say what changed', async (t) => {
  const flags = new Flags('osquery');
  flags.set('logger_path', '/given', 'given');
  const options = new Map([
    ['logger_path', '/from/options'],
    ['db_path', '/db'],
    ['config_path', '/ignored'],
    ['nosuch', '1'],
    ['nullvalue', ''],
    ['read_max', '0x10'],
    ['table_delay', '-1'],
    ['custom_color', 'blue'],
    ['flagfile', '/etc/passwd'],
    ['minloglevel', '2'],
    ['verbose', 'true'],
  ]);
  t.same(applyOptions(flags, options), {
    changed: ['logger_path', 'database_path', 'read_max', 'verbose'],
    notes: ['Verbose logging enabled by config option'],
  });
  t.same([flags.text('logger_path'), flags.origin('logger_path')], ['/from/options', 'options']);
  t.ok(flags.isGiven('logger_path'));
  t.same([flags.text('config_path'), flags.origin('config_path')], ['/etc/osquery/osquery.conf', 'default']);
  t.equal(flags.int('table_delay'), 0);
  t.same(applyOptions(flags, options).changed, []);
  const custom = flags.rows().find(({ name }) => name === 'custom_color');
  t.match(custom, { type: 'string', defaultValue: '', value: 'blue' });
});

t.test('what options may not set', async (t) => {
  t.match(judgeOption('nosuch'), { kind: 'refused', message: 'Cannot set unknown or invalid flag: nosuch' });
  t.match(judgeOption('config_path'), { kind: 'refused', message: /^The CLI only flag --config_path set via config/ });
  t.match(judgeOption('stderrthreshold'), { kind: 'refused' });
  t.same(judgeOption('db_path'), { kind: 'flag' });
  t.same(judgeOption('alsologtostderr'), { kind: 'flag' });
  t.same(judgeOption('hash_delay'), { kind: 'flag' }, 'hidden is not command line only');
  t.notOk(fitsOption('table_delay', '-1'));
});

t.test('rows are sorted and hold neither natives, short names nor aliases', async (t) => {
  const names = new Flags('osquery').rows().map(({ name }) => name);
  t.same(names, [...names].sort());
  for (const name of ['S', 'A', 'flagfile', 'v', 'db_path', 'lanes']) t.notOk(names.includes(name), name);
  for (const name of ['logtostderr', 'stderrthreshold', 'hash_delay', 'csv']) t.ok(names.includes(name), name);
  t.ok(new Flags('hostql').rows().some(({ name }) => name === 'lanes'));
});

t.test('what a process decides by itself', async (t) => {
  const forced = (given: Record<string, string>, situation: Parameters<typeof forceFlags>[1]): Flags => {
    const flags = new Flags('osquery');
    for (const [name, value] of Object.entries(given)) flags.set(name, value, 'given');
    forceFlags(flags, situation);
    return flags;
  };
  const daemon = forced({}, { tool: 'daemon' });
  t.ok(daemon.bool('ignore_table_exceptions'));
  t.notOk(daemon.bool('disable_database'));
  t.notOk(forced({ ignore_table_exceptions: 'false' }, { tool: 'daemon' }).bool('ignore_table_exceptions'));
  t.ok(forced({ ephemeral: 'true' }, { tool: 'daemon' }).bool('disable_database'));
  t.notOk(forced({ ephemeral: 'true', database_path: '/x' }, { tool: 'daemon' }).bool('disable_database'));
  t.ok(forced({ config_check: 'true' }, { tool: 'daemon' }).bool('disable_watchdog'));
  t.ok(forced({}, { tool: 'daemon', watcher: true }).bool('disable_logging'));
  const shell = forced({ disable_events: 'false' }, { tool: 'shell', interactive: true });
  t.notOk(shell.bool('disable_events'));
  t.ok(shell.bool('disable_logging'));
  t.equal(shell.int('hash_delay'), 0);
  t.ok(forced({ disable_events: 'false' }, { tool: 'shell' }).bool('disable_events'));
});

t.test('sockets of Docker and LXD, where they are named', async (t) => {
  const flags = new Flags('osquery');
  t.same(socketsOf(flags), {}, 'without a word the usual places count');
  flags.set('docker_socket', '/var/run/docker.sock', 'given');
  t.same(socketsOf(flags), { docker: '/var/run/docker.sock' }, 'the default, given, counts alone');
  flags.set('lxd_socket', '/srv/lxd.sock', 'options');
  flags.set('docker_socket', '', 'options');
  t.same(socketsOf(flags), { lxd: '/srv/lxd.sock' });
});

t.test('help and version', async (t) => {
  const lines = usageText('osqueryd', 'osquery').split('\n');
  t.equal(lines[1], 'Usage: osqueryd [OPTION]...');
  t.equal(lines[3], 'osquery command line flags:');
  t.match(lines[5], /^ {4}--flagfile PATH {2,}\S/);
  t.match(lines[6], /^ {4}--D {2,}\S/);
  t.notOk(lines.some((line) => /--(hash_delay|lanes|fromenv)\b/.test(line)));
  const ours = usageText('hostql daemon', 'hostql');
  t.match(ours, /--lanes VALUE/);
  t.match(ours, /--logger_path VALUE/);
  t.notMatch(ours, /--aws_region|--json/, 'what does nothing is not told of');
  t.match(versionText('osqueryd'), /^osqueryd version \d+\.\d+\.\d+\n$/);
});
