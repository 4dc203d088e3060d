import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import t, { type Test } from 'tap';
import { Gone } from '../../../src/core/index.js';
import {
  DbusConnection,
  decodeBody,
  decodeMessages,
  encodeCall,
  Host,
  messageBytes,
  Refused,
} from '../../../src/host/index.js';
import { systemdUnits } from '../../../src/tables/services/systemd-units.js';
import { ask } from '../against.js';
import { type ScannedRow, scanColumn, scanTable } from '../scan.js';
import { sibling } from '../sibling.js';
import { properties, reply, unitList } from './dbus-replies.js';

const debian = new Host('test/hosts/debian-small');
const OBJECTS = '/org/freedesktop/systemd1/unit';
const NO_ANSWER = 'systemd does not answer: systemd_units shows unit files, without states';

/** A machine that keeps these answers. */
const recorded = (test: Pick<Test, 'testdir'>, answers: Readonly<Record<string, Buffer>>): Host => {
  const texts = Object.entries(answers).map(([name, bytes]) => [name, bytes.toString('base64')]);
  return new Host(test.testdir({ '.host.json': JSON.stringify({ answers: Object.fromEntries(texts) }) }));
};

t.test('units as systemd has them', async (t) => {
  const warnings: string[] = [];
  t.same(scanTable(systemdUnits, debian, { warnings }).map(Object.values), [
    [
      ...['-.mount', 'Root Mount', 'loaded', 'active', 'mounted', 'generated', null, `${OBJECTS}/_2d_2emount`],
      ...[0, null, '/', null, null, '/etc/fstab'],
    ],
    [
      ...[
        'web.service',
        'The web – server',
        'loaded',
        'active',
        'running',
        'enabled',
        null,
        `${OBJECTS}/web_2eservice`,
      ],
      ...[0, null, '/', '/lib/systemd/system/web.service', 'www-data', null],
    ],
    [
      ...['backup.service', 'Backup', 'loaded', 'activating', 'start', 'static', null, `${OBJECTS}/backup_2eservice`],
      ...[812, 'start', '/org/freedesktop/systemd1/job/812', '/etc/systemd/system/backup.service', null, null],
    ],
    [
      ...['dev-vdb.device', '/dev/vdb', 'loaded', 'active', 'plugged', null, 'dev-disk.device'],
      ...[`${OBJECTS}/dev_2dvdb_2edevice`, 0, null, '/', null, null, null],
    ],
    [
      ...['gone.service', 'gone.service', 'not-found', 'inactive', 'dead', null, null, `${OBJECTS}/gone_2eservice`],
      ...[0, null, '/', null, null, null],
    ],
  ]);
  t.same(warnings, []);
  t.same(scanColumn(systemdUnits, debian, 'user', { lookup: { id: ['web.service', 'none.service'] } }), ['www-data']);
});

t.test('units of a machine whose systemd does not run', async (t) => {
  const root = t.testdir({
    etc: {
      systemd: {
        system: { 'multi-user.target.wants': {}, 'own.service': '[Unit]\nDescription = Own \n[Service]\nUser=me\n' },
      },
    },
    run: { systemd: { generator: { 'home.mount': '[Mount]\nWhat=x\n' } } },
    usr: {
      lib: {
        systemd: {
          system: {
            'web.service': '[Unit]\nDescription=Web\n[Service]\nUser=www-data\n[Install]\nWantedBy=multi-user.target\n',
            'own.service': '[Unit]\nDescription=not this one\n',
            'along.service': '[Install]\nAlso=off.timer\n',
            'also.service': '[Install]\nAlso=off.timer\nAlias=other.service\n',
            'off.timer': '[Install]\nWantedBy=timers.target\n',
            'empty.service': '',
            'get@.service': '',
            README: '',
          },
        },
      },
    },
  });
  const link = (target: string, name: string): void => fs.symlinkSync(target, path.join(root, name));
  link('/usr/lib/systemd/system/web.service', 'etc/systemd/system/multi-user.target.wants/web.service');
  link('/usr/lib/systemd/system/web.service', 'etc/systemd/system/alias.service');
  link('/dev/null', 'etc/systemd/system/masked.service');
  link('/nowhere', 'etc/systemd/system/lost.service');
  fs.mkdirSync(path.join(root, 'dev'));
  fs.writeFileSync(path.join(root, 'dev/null'), '');
  const warnings: string[] = [];
  const columns = ['id', 'description', 'load_state', 'unit_file_state', 'user', 'fragment_path'];
  t.same(scanTable(systemdUnits, new Host(root), { columns, warnings }).map(Object.values), [
    ['alias.service', 'Web', null, 'alias', 'www-data', '/usr/lib/systemd/system/web.service'],
    ['along.service', null, null, 'indirect', null, '/usr/lib/systemd/system/along.service'],
    ['also.service', null, null, 'disabled', null, '/usr/lib/systemd/system/also.service'],
    ['empty.service', null, null, 'masked', null, null],
    ['home.mount', null, null, 'generated', null, '/run/systemd/generator/home.mount'],
    ['lost.service', null, null, 'static', null, null],
    ['masked.service', null, null, 'masked', null, null],
    ['off.timer', null, null, 'disabled', null, '/usr/lib/systemd/system/off.timer'],
    ['own.service', 'Own', null, 'static', 'me', '/etc/systemd/system/own.service'],
    ['web.service', 'Web', null, 'enabled', 'www-data', '/usr/lib/systemd/system/web.service'],
  ]);
  t.same(warnings, [NO_ANSWER]);
  const none: string[] = [];
  t.same(scanTable(systemdUnits, new Host(t.testdir({})), { warnings: none }), []);
  t.same(none, []);
});

t.test('answers that are none', async (t) => {
  const list = unitList([['a.service', '', '', '', '', '', '/a', 0, '', '/']]);
  const answers = [
    Buffer.from('not D-Bus at all, but long enough'),
    list.subarray(0, -1),
    reply(1, 's', Buffer.alloc(0)),
  ];
  answers.push(reply(1, 'u', Buffer.alloc(4)), reply(1, 's', Buffer.from('\0\0\0\0\0'), 3));
  for (const answer of answers) {
    const warnings: string[] = [];
    t.same(scanTable(systemdUnits, recorded(t, { 'systemd units': answer }), { warnings }), []);
    t.match(warnings, [/^cannot read the units of systemd: /]);
    t.equal(warnings.length, 1);
  }
  const half = { 'systemd units': list, 'systemd unit /a': properties(['x', 'y', 'z', null]).subarray(0, -9) };
  t.same(scanColumn(systemdUnits, recorded(t, half), 'user'), [null]);
});

t.test('messages that are cut off or forged', async (t) => {
  const message = unitList([['a.service', 'text', 'loaded', 'x', 'y', '', '/a', 7, 'start', '/']]);
  const read = (bytes: Buffer): unknown => decodeMessages(bytes).map(decodeBody);
  for (let length = 1; length < message.length; length++)
    t.throws(() => read(message.subarray(0, length)), `${length}`);
  for (let at = 0; at < message.length; at++) {
    const forged = Buffer.from(message);
    forged[at] = 0xff;
    try {
      read(forged);
    } catch (error) {
      t.ok(error instanceof Error);
    }
  }
  t.throws(() => messageBytes(Buffer.from('6c01000100ffffff0000000000000000', 'hex')), /too large/);
  const nested = reply(
    1,
    'v',
    Buffer.concat([Buffer.from('\x01v\0'.repeat(100), 'latin1'), Buffer.from('\x01s\0', 'latin1')]),
  );
  t.throws(() => read(nested), /nested too deeply/);
  for (const signature of ['(', 'a', ')', '(s))', 'z'])
    t.throws(() => read(reply(1, signature, Buffer.alloc(8))), signature);
  const numbers = Buffer.from('ff00fefffdff000001000000040000000800000000000000', 'hex').subarray(0, 28);
  t.same(read(reply(1, 'ynquix', numbers)), [[255, -2, 0xfffd, 1, 4, 8n]]);
});

/** Waits until a condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 20));
}

const hasBus = spawnSync('dbus-daemon', ['--version']).status === 0;

t.test('a message bus', { skip: !hasBus && 'no dbus-daemon(1)' }, async (t) => {
  const socket = path.join(fs.mkdtempSync('/tmp/hostql-'), 'bus');
  const bus: ChildProcess = spawn('dbus-daemon', ['--session', '--nofork', `--address=unix:path=${socket}`], {
    stdio: 'ignore',
  });
  t.teardown(() => {
    bus.kill();
    fs.rmSync(path.dirname(socket), { recursive: true, force: true });
  });
  await until(() => fs.existsSync(socket));
  const connection = new DbusConnection(socket, true);
  const call = (member: string, ...words: string[]) => ({
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member,
    arguments: words,
  });
  const answers = decodeMessages(
    connection.call([
      call('ListNames'),
      call('GetConnectionUnixProcessID', 'org.freedesktop.DBus'),
      call('NoSuchThing'),
      call('NameHasOwner', 'org.example.None'),
    ]),
  );
  t.same(
    answers.map(({ kind }) => kind),
    ['return', 'return', 'error', 'return'],
  );
  t.same(answers.slice(0, 2).map(decodeBody), [[['org.freedesktop.DBus', ':1.0']], [bus.pid]]);
  t.match(answers[2]?.errorName, /UnknownMethod/);
  t.same(answers.slice(3).map(decodeBody), [[false]]);
  bus.kill();
  await until(() => bus.exitCode !== null || bus.signalCode !== null);
  t.throws(() => connection.call([call('ListNames')]), Refused);
  connection.close();
  t.ok(encodeCall(call('x'), 1).length > 100);
});

t.test('who does not listen, who does not answer', async (t) => {
  const folder = fs.mkdtempSync('/tmp/hostql-');
  t.teardown(() => fs.rmSync(folder, { recursive: true, force: true }));
  t.throws(() => new DbusConnection(`${folder}/none`, true), Gone);
  const socket = `${folder}/silent`;
  const server = net.createServer();
  t.teardown(() => server.close());
  await new Promise<void>((done) => server.listen(socket, done));
  // The kernel takes the connection; nobody reads from it while we wait.
  t.throws(() => new DbusConnection(socket, true), { message: `cannot read ${socket}: no answer in 5 s` });
  t.throws(() => new DbusConnection(`${folder}/${'x'.repeat(200)}`, true), /too long/);
});

/** Another systemd, for a user, where its socket is that of the system's: in a mount namespace of our own. */
const SYSTEMD = `
mount -t tmpfs none /run && mkdir -p /run/systemd/system /run/user && export XDG_RUNTIME_DIR=/run/user || exit 9
/lib/systemd/systemd --user >/dev/null 2>&1 & pid=$!
for attempt in $(seq 100); do systemctl --user is-active --quiet default.target 2>/dev/null && break; sleep 0.1; done
ln -s /run/user/systemd/private /run/systemd/private
systemctl --user list-units --all --full --no-pager --output=json >&2 || exit 9
"$@"; status=$?; kill $pid; exit $status`;

t.test('a systemd that runs', async (t) => {
  if (process.getuid?.() !== 0 || !fs.existsSync('/lib/systemd/systemd'))
    return void t.pass('no systemd, or no rights');
  const scan = [process.execPath, ...process.execArgv, sibling('../scan-as', import.meta.url), '0', 'systemd_units'];
  const words = ['-mp', '--fork', '--mount-proc', 'sh', '-c', SYSTEMD, 'sh', ...scan];
  const child = spawnSync('unshare', words, { encoding: 'utf8', maxBuffer: 1 << 26, timeout: 60_000 });
  if (child.status === 9 || child.status === null) return void t.pass('systemd does not run here');
  t.equal(child.status, 0, child.stderr);
  // What scan-as.ts and systemctl print; JSON has no types.
  const seen = JSON.parse(child.stdout) as { tables: { systemd_units: { rows: ScannedRow[]; warnings: string[] } } };
  const shown = JSON.parse(child.stderr) as {
    unit: string;
    load: string;
    active: string;
    sub: string;
    description: string;
  }[];
  const ofLoaded = (row: ScannedRow): unknown[] => [row.id, row.load_state, row.description];
  t.same(
    seen.tables.systemd_units.rows
      .filter((row) => row.following === null)
      .map(ofLoaded)
      .sort(),
    shown.map((unit) => [unit.unit, unit.load, unit.description]).sort(),
  );
  t.same(seen.tables.systemd_units.warnings, []);
  t.ok(seen.tables.systemd_units.rows.some((row) => row.unit_file_state === 'static' && row.fragment_path !== null));
});

t.test('unit files, as systemctl(1) reads them', async (t) => {
  const output = ask('systemctl', '--root=/', 'list-unit-files', '--no-legend', '--no-pager');
  if (output === undefined || fs.existsSync('/run/systemd/private'))
    return void t.pass('no systemctl(1), or a systemd runs');
  const files = output
    .split('\n')
    .map((line) => line.split(/\s+/).slice(0, 2))
    .filter(([id = '']) => id !== '' && !id.includes('@.'));
  const rows = scanTable(systemdUnits, new Host(), { columns: ['id', 'unit_file_state'] });
  t.same(rows.map(Object.values).sort(), files.sort());
});
