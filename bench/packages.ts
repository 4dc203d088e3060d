// Packages and extensions that lie in many small files: where they are, and what each file says of them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { probe } from './probe.js';

const EXTENSIONS = 100;
const PACKAGES = 2000;
const UID = 4242;
/** Looked at before it is opened, so that no FIFO or device is, and parsed: that is more than a bare read. */
const PARSED_TARGET = 3;
const FOUND_TARGET = 1.5;

const folder = mkdtempSync(join(tmpdir(), 'hostql-bench-'));
try {
  makeProfile(join(folder, '.config/chromium/Default'));
  makeTree(folder);
  const passwd = `bench:x:${UID}:${UID}::${folder}:/bin/sh\n`;
  const isWhole = (count: number) => (rows: readonly unknown[]) => rows.length === count;
  const extensions = { passwd, isRight: isWhole(EXTENSIONS) };
  const packages = { isRight: isWhole(PACKAGES) };
  await probe({
    ...extensions,
    label: `${EXTENSIONS} extensions: where they are`,
    sql: `SELECT path, referenced FROM chrome_extensions WHERE uid = ${UID}`,
    target: Infinity, // half of it is parsing the preferences
  });
  await probe({
    ...extensions,
    label: `${EXTENSIONS} extensions: name, version, permissions, digest`,
    sql: `SELECT name, identifier, version, permissions, manifest_hash FROM chrome_extensions WHERE uid = ${UID}`,
    target: PARSED_TARGET,
  });
  await probe({
    ...packages,
    label: `${PACKAGES} npm packages: where they are`,
    sql: `SELECT path, depth FROM npm_packages WHERE directory = '${folder}'`,
    target: FOUND_TARGET,
  });
  await probe({
    ...packages,
    label: `${PACKAGES} npm packages: name, version, license`,
    sql: `SELECT name, version, license FROM npm_packages WHERE directory = '${folder}'`,
    target: PARSED_TARGET,
  });
} finally {
  rmSync(folder, { recursive: true });
}

function write(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
}

/** Every manifest has a key, texts in its own language and 20 permissions. */
function makeProfile(profile: string): void {
  const settings: Record<string, object> = {};
  for (let i = 0; i < EXTENSIONS; i++) {
    const id = i
      .toString(16)
      .padStart(32, '0')
      .replace(/./g, (digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)] ?? '');
    const place = join(profile, 'Extensions', id, '1.0_0');
    const key = Buffer.alloc(294, i).toString('base64');
    const permissions = Array.from({ length: 20 }, (_, at) => `https://host${at}.example/*`);
    write(join(place, 'manifest.json'), {
      name: '__MSG_name__',
      version: `1.${i}`,
      default_locale: 'en',
      key,
      permissions,
    });
    write(join(place, '_locales/en/messages.json'), { name: { message: `Extension ${i}` } });
    settings[id] = { path: `${id}/1.0_0`, from_webstore: true, install_time: '13340000000000000' };
  }
  write(join(profile, 'Preferences'), { profile: { name: 'Bench' } });
  write(join(profile, 'Secure Preferences'), { extensions: { settings } });
}

/** A tenth under a scope, a tenth within other packages. */
function makeTree(root: string): void {
  const modules = join(root, 'node_modules');
  for (let i = 0; i < PACKAGES; i++) {
    const name = i % 10 === 1 ? `@scope/p${i}` : `p${i}`;
    const place = i % 10 === 2 ? join(modules, `p${i - 2}`, 'node_modules', name) : join(modules, name);
    const dependencies = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`dependency-${at}`, `^${at}.0.0`]));
    const described = { description: 'A package that does one thing', license: 'MIT', homepage: 'https://example.org' };
    write(join(place, 'package.json'), { name, version: `1.0.${i}`, ...described, main: 'index.js', dependencies });
  }
}
