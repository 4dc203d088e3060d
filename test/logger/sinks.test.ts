import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Zstd } from '@hpcc-js/wasm-zstd';
import t from 'tap';
import { type FilesystemOptions, openFilesystem, openStdout, type StatusRecord } from '../../src/logger/index.js';

const root = fs.mkdtempSync(join(tmpdir(), 'sinks-'));
t.teardown(() => fs.rmSync(root, { recursive: true, force: true }));
let count = 0;

function setUp(more: Partial<FilesystemOptions> = {}) {
  const folder = join(root, String(++count));
  const losses: string[] = [];
  const report = {
    lost: (reason: string, lines: number, message: string) => losses.push(`${reason} ${lines} ${message}`),
    warn: (message: string) => losses.push(message),
  };
  const options = {
    folder,
    makeFolder: true,
    mode: 0o640,
    report,
    now: () => new Date(2026, 0, 5, 3, 4, 5).getTime(),
    ...more,
  };
  const path = (name: string): string => join(options.folder, `osqueryd.${name}`);
  return { options, losses, path, text: (name: string) => fs.readFileSync(path(name), 'utf8') };
}

const status = (severity: StatusRecord['severity'], message: string): StatusRecord => ({
  severity,
  message,
  file: 'query.cpp',
  line: 119,
  time: new Date(2026, 0, 5, 3, 4, 5, 366).getTime(),
});

t.test('lines, modes, files that are moved away', async (t) => {
  const { options, path, text } = setUp();
  const sink = openFilesystem(options);
  t.equal(text('results.log'), '');
  t.notOk(fs.existsSync(path('snapshots.log')));
  await sink.results(['a', 'b\udcff']);
  await sink.snapshots(['s']);
  t.same(fs.readFileSync(path('results.log')), Buffer.from('a\nb\xff\n', 'latin1'));
  t.equal(text('snapshots.log'), 's\n');
  t.equal(fs.statSync(path('results.log')).mode & 0o7777, 0o640);
  fs.renameSync(path('results.log'), path('results.log.old'));
  await sink.results(['c']);
  t.equal(text('results.log'), 'c\n');
});

t.test('a missing folder, and what is no file', async (t) => {
  const { options, path } = setUp();
  t.throws(() => openFilesystem({ ...options, makeFolder: false }), /^Could not create file: .*results\.log/);
  fs.mkdirSync(options.folder);
  execFileSync('mkfifo', [path('results.log')]);
  t.throws(() => openFilesystem(options), /Could not create file/);
});

t.test('a line cut short is ended and told', async (t) => {
  const { options, losses, path, text } = setUp();
  fs.mkdirSync(options.folder);
  fs.writeFileSync(path('results.log'), 'whole\n{"na');
  const sink = openFilesystem(options);
  await sink.results(['next']);
  t.equal(text('results.log'), 'whole\n{"na\nnext\n');
  t.match(losses, [/^torn 1 .*\(4 bytes\)/]);
});

t.test('rotation packs all but the newest', async (t) => {
  const { options, losses, path, text } = setUp({ rotation: { sizeBytes: 4, maxFiles: 3 } });
  const sink = openFilesystem(options);
  for (const line of ['one', 'two', 'three', 'four', 'five', 'six']) await sink.results([line]);
  t.equal(text('results.log'), 'six\n');
  t.equal(text('results.log.1'), 'five\n');
  const zstd = await Zstd.load();
  const packed = (n: number): string =>
    Buffer.from(zstd.decompress(fs.readFileSync(path(`results.log.${n}.zst`)))).toString();
  t.equal(packed(2), 'four\n');
  t.equal(packed(3), 'three\n');
  t.same(fs.readdirSync(options.folder).length, 4);
  t.same(losses, []);
});

t.test('status files by severity, with links and headers', async (t) => {
  const { options, path, text } = setUp();
  const sink = openFilesystem(options);
  await sink.statuses([status('error', 'bad'), status('info', 'fine')]);
  t.equal(fs.readlinkSync(path('INFO')), `osqueryd.INFO.20260105-030405.${process.pid}`);
  const lines = text('INFO').split('\n');
  t.equal(lines[0], 'Log file created at: 2026/01/05 03:04:05');
  t.equal(lines[3], 'Log line format: [IWEF]yyyymmdd hh:mm:ss.uuuuuu threadid file:line] msg');
  const thread = String(process.pid).padStart(5);
  const bad = `E0105 03:04:05.366000 ${thread} query.cpp:119] bad`;
  t.same(lines.slice(4), [bad, `I0105 03:04:05.366000 ${thread} query.cpp:119] fine`, '']);
  t.same(text('WARNING').split('\n').slice(4), [bad, '']);
  t.equal(text('ERROR'), text('WARNING'));
  await sink.close();
});

t.test('stdout', async (t) => {
  let out = '';
  const sink = openStdout(async (bytes) => {
    out += Buffer.from(bytes);
  });
  await sink.results(['{}']);
  await sink.statuses([status('warning', 'odd')]);
  t.equal(out, '{}\nseverity=1 location=query.cpp:119 message=odd\n');
});

const mounted = join(root, 'full');
t.test('a full disk takes whole records or nothing', { skip: canMount() ? false : 'no mounts here' }, async (t) => {
  t.teardown(() => execFileSync('umount', [mounted]));
  const { options, text } = setUp({ folder: mounted });
  const sink = openFilesystem(options);
  const line = 'x'.repeat(50_000);
  let written = 0;
  await t.rejects(
    (async () => {
      for (; written < 100; written++) await sink.results([line]);
    })(),
    /ENOSPC/,
  );
  t.equal(text('results.log'), `${line}\n`.repeat(written));
  await t.rejects(sink.statuses(Array.from({ length: 1000 }, () => status('info', line))), /ENOSPC/);
  await sink.close();
});

function canMount(): boolean {
  fs.mkdirSync(mounted);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', mounted], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

t.test('kill -9 loses no line that was promised and tears none unseen', async (t) => {
  const { options, text } = setUp();
  let promised = 0;
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/logger/writing-child.ts', options.folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = 0;
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.length;
        if (said > 30 + round * 13) child.kill('SIGKILL');
      });
      child.on('close', () => resolve());
    });
    promised += said;
  }
  openFilesystem(options);
  const lines = text('results.log').split('\n').slice(0, -1);
  const whole = lines.filter((line) => /^\{"text":"(x{20000})"\}$/.test(line));
  t.ok(whole.length >= promised, `${whole.length} lines of ${promised} promised`);
  t.ok(lines.length - whole.length <= 4, 'a torn line for each kill at most');
});
