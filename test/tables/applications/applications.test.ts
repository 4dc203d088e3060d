import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import type { TableSpec } from '../../../src/catalog/index.js';
import {
  addonsOf,
  byLikelihood,
  codeExtensionsOf,
  contentScriptsOf,
  extensionIdOf,
  Host,
  type Json,
  jsonAt,
  parseJson,
  parsePluginXml,
  permissionNames,
  printJson,
  xmlText,
} from '../../../src/host/index.js';
import { chromeExtensionContentScripts } from '../../../src/tables/applications/chrome-extension-content-scripts.js';
import { chromeExtensions } from '../../../src/tables/applications/chrome-extensions.js';
import { firefoxAddons } from '../../../src/tables/applications/firefox-addons.js';
import { jetbrainsPlugins } from '../../../src/tables/applications/jetbrains-plugins.js';
import { vscodeExtensions } from '../../../src/tables/applications/vscode-extensions.js';
import { scanColumn, scanTable } from '../scan.js';

const laptop = new Host('test/hosts/laptop');
const TABLES = [chromeExtensions, chromeExtensionContentScripts, firefoxAddons, jetbrainsPlugins, vscodeExtensions];
const PASSWD = 'root:x:0:0::/root:/bin/sh\na:x:1000:1000::/home/a:/bin/sh\nb:x:1001:1001::/home/b/:/bin/sh\n';

/** A machine of three users whose files are given by path. */
function machine(test: Test, files: Readonly<Record<string, string>>): Host & { readonly root: string } {
  const root = test.testdir({ etc: { passwd: PASSWD } });
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(root, name)), { recursive: true });
    fs.writeFileSync(join(root, name), content);
  }
  return new Host(root);
}

t.test('lookups of uids give what a scan of all does', async (t) => {
  for (const table of TABLES) {
    const warnings: string[] = [];
    const all = scanTable(table, laptop, { warnings });
    t.ok(all.length > 0, table.name);
    t.same(warnings, [`${table.name}: no uid is named, so the files of all local users are read`]);
    const of = (uid: number[], said: string[] = []) => scanTable(table, laptop, { lookup: { uid }, warnings: said });
    const none: string[] = [];
    t.same(of([1000], none), all);
    t.same(of([0, 4242, -1]), []);
    t.same(none, []);
  }
});

t.test('JSON', async (t) => {
  t.equal(parseJson('{'), undefined);
  t.same(parseJson('\ufeff[1]'), [1]);
  const deep = parseJson('['.repeat(200_000) + ']'.repeat(200_000));
  t.ok(Array.isArray(deep));
  t.equal(printJson(deep as Json), null);
  t.equal(jsonAt({ a: [{ b: 1 }] }, 'a', '0'), undefined, 'a list has no fields');
  t.equal(jsonAt({}, 'constructor'), undefined);
  t.equal(jsonAt('text', 'length'), undefined);
});

t.test('ids, permissions, scripts', async (t) => {
  // The key of a well-known extension would do as well: what Chrome makes of SHA-256.
  t.match(extensionIdOf('AAAA'), /^[a-p]{32}$/);
  t.equal(extensionIdOf(''), null);
  t.same(permissionNames(['a', { b: [], c: 1 }, 7, null]), ['a', 'b', 'c']);
  t.same(permissionNames('all'), []);
  let left = 0;
  const many = Array.from({ length: 101 }, (_, i) => `${i}`);
  const scripts = (json: Json) => [...contentScriptsOf(json, () => left++)];
  t.same(
    scripts({
      content_scripts: [
        { matches: many, js: many },
        { matches: ['m'], js: ['s', 7] },
      ],
    }),
    [{ match: 'm', script: 's' }],
  );
  t.equal(left, 1);
  t.same(scripts({ content_scripts: {} }), []);
  t.same(scripts(null), []);
});

t.test('profiles that are made to harm', async (t) => {
  const profile = 'home/a/.config/google-chrome/Default';
  const extension = (name: string) => `${profile}/Extensions/${name}/1_0/manifest.json`;
  const host = machine(t, {
    [`${profile}/Preferences`]: '{"profile": {"name": "P"}}',
    [extension('good')]: '{"name": "__MSG_n__", "default_locale": "en"}',
    [`${profile}/Extensions/good/1_0/_locales/en/messages.json`]: '{"N": {"message": "Good"}}',
    [extension('away')]: '{"name": "__MSG_n__", "default_locale": "../../../../../../../../../secret"}',
    'home/a/secret/messages.json': '{"n": {"message": "leaked"}}',
    [extension('big')]: `{"name": "${'x'.repeat(2 * 1024 * 1024)}"}`,
    [`${profile}/Extensions/fifo/1_0/x`]: '',
    'home/b/.config/chromium/Preferences': `{"x": "${'y'.repeat(9 * 1024 * 1024)}"}`,
    'home/b/.config/chromium/Extensions/e/1/manifest.json': '{"name": "of a profile too large"}',
  });
  spawnSync('mkfifo', [
    join(host.root, `${profile}/Extensions/fifo/1_0/manifest.json`),
    join(host.root, `${profile}/Secure Preferences`),
  ]);
  fs.symlinkSync('.', join(host.root, `${profile}/Extensions/loop`));
  fs.symlinkSync('../Default', join(host.root, 'home/a/.config/google-chrome/Default/again'));
  const warnings: string[] = [];
  t.same(
    scanColumn(chromeExtensions, host, 'name', { warnings }).sort(),
    [null, null, 'Good', '__MSG_n__', 'of a profile too large'].sort(),
  );
  t.equal(warnings.length, 4, 'one for the uid and one for each reason, of which there are three');
  t.notMatch(warnings.join(), /secret/);
});

t.test('an add-on, an extension, whatever they say', async (t) => {
  const addon = { id: null, name: null, isDisabled: false, backgroundUpdates: null };
  t.match([...addonsOf({ addons: [{}, 7, [], null] })], [addon]);
  t.same([...addonsOf([])], []);
  for (const flag of ['userDisabled', 'appDisabled', 'softDisabled', 'softDisable'])
    t.match([...addonsOf({ addons: [{ [flag]: true }] })], [{ isDisabled: true }], flag);
  t.same(
    [...codeExtensionsOf([{ identifier: { id: 'a' }, metadata: { installedTimestamp: 1.5 } }, {}, null], 'e')],
    [
      {
        ...{ edition: 'e', id: 'a', uuid: null, version: null, path: null, publisher: null, publisherId: null },
        ...{ installedAtMs: null, isPreRelease: null },
      },
    ],
  );
  t.same(scanColumn(firefoxAddons, laptop, 'name', { lookup: { identifier: ['snap@example.org', 'none'] } }), [
    'In the snap',
  ]);
});

t.test('files of applications that are FIFOs, folders or too large', async (t) => {
  const host = machine(t, {
    'home/a/.mozilla/firefox/p/x': '',
    'home/a/.vscode/extensions/x': '',
    'home/a/.cursor/extensions/extensions.json': `["${'x'.repeat(9 * 1024 * 1024)}"]`,
    'home/b/.mozilla/firefox/p/extensions.json': `["${'x'.repeat(9 * 1024 * 1024)}"]`,
    'home/a/.local/share/JetBrains/CLion1/y/lib/y': '',
  });
  spawnSync('mkfifo', [
    join(host.root, 'home/a/.mozilla/firefox/p/extensions.json'),
    join(host.root, 'home/a/.vscode/extensions/extensions.json'),
    join(host.root, 'home/a/.local/share/JetBrains/CLion1/x.jar'),
    join(host.root, 'home/a/.local/share/JetBrains/CLion1/y/lib/y.jar'),
  ]);
  for (const table of [firefoxAddons, vscodeExtensions] as readonly TableSpec[]) {
    const warnings: string[] = [];
    t.same(scanTable(table, host, { warnings }), []);
    t.equal(warnings.length, 3, table.name);
    t.match(warnings.join(), /not a regular file/);
    t.match(warnings.join(), /larger than 8388608 bytes/);
  }
  t.same(scanTable(jetbrainsPlugins, host, { lookup: { uid: [1000] } }), []);
});

t.test('plugin.xml', async (t) => {
  const cases: [xml: string, name: string | null][] = [
    ['<name>a</name>', 'a'],
    ['<names>no</names><name lang="x">\n a &lt;&#65;&#x42; &nbsp; </name><name>second</name>', 'a <AB &nbsp;'],
    ['<!-- <name>no</name> --><name/><name>yes</name>', 'yes'],
    ['<name><![CDATA[<b>&amp;]]></name>', '<b>&amp;'],
    ['<name></name>', null],
    ['<name>open', null],
    ['<!-- <name>no</name>', null],
    ['', null],
  ];
  for (const [xml, name] of cases) t.equal(parsePluginXml(xml).name, name, xml);
  t.equal(xmlText('<a>&#x110000;&#9999999;</a>', 'a'), '&#x110000;&#9999999;');
  const began = performance.now();
  for (const junk of ['<name', '<name>', '<name/>', '<!--', '<name></name', '&#'])
    parsePluginXml(junk.repeat(1_000_000 / junk.length));
  t.ok(performance.now() - began < 20_000, 'far from quadratic');
});

t.test("a plugin's own archive comes first", async (t) => {
  t.same(
    byLikelihood(
      ['kotlin-stdlib-1.9.0.jar', 'resources.jar', 'rainbow-idea.jar', 'rainbow.jar', 'x.txt', 'util.jar'],
      'Rainbow',
    ),
    ['rainbow.jar', 'rainbow-idea.jar', 'util.jar', 'kotlin-stdlib-1.9.0.jar', 'resources.jar'],
  );
});

t.test('a home that is closed to us is told', { skip: process.getuid?.() === 0 && 'root may read all' }, async (t) => {
  const home = t.testdir({ '.vscode': {} });
  const passwd = `closed:x:4242:4242::${home}:/bin/sh\n`;
  const host = Object.assign(new Host(), { readText: () => passwd });
  fs.chmodSync(home, 0);
  try {
    for (const table of TABLES) {
      const warnings: string[] = [];
      t.same(scanTable(table, host, { lookup: { uid: [4242] }, warnings }), []);
      t.equal(warnings.length, 1, table.name);
      t.match(warnings[0], /permission denied/);
    }
  } finally {
    fs.chmodSync(home, 0o700); // or the test's own folders could not be removed
  }
});
