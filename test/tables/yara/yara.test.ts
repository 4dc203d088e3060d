import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Host } from '../../../src/host/index.js';
import { yaraFile } from '../../../src/tables/yara/yara-file.js';
import { yaraProcess } from '../../../src/tables/yara/yara-process.js';
import { scanTableAsync } from '../scan.js';

const folder = fs.mkdtempSync(join(tmpdir(), 'yara-'));
t.teardown(() => fs.rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);
fs.writeFileSync(
  path('rules.yar'),
  'rule both : t u { strings: $a = "abc" $b = "d" condition: all of them }\nrule never { condition: false }',
);
fs.writeFileSync(path('wrong.yar'), 'rule wrong {');
fs.writeFileSync(path('match'), 'xxabcd');
fs.writeFileSync(path('no match'), 'xxab');
const COLUMNS = ['path', 'matches', 'count', 'sig_group', 'sigfile', 'strings', 'tags'];
const none = { matches: '', count: 0, sig_group: '', strings: '', tags: '' };

t.test('files, matching or not', async (t) => {
  const rows = await scanTableAsync(yaraFile, new Host(), {
    lookup: { path: [path('match'), path('no match'), path('missing'), folder], sigfile: [path('rules.yar')] },
    columns: COLUMNS,
  });
  t.same(rows, [
    {
      ...none,
      path: path('match'),
      matches: 'both',
      count: 1,
      sigfile: path('rules.yar'),
      strings: '$a:2,$b:5',
      tags: 't,u',
    },
    { ...none, path: path('no match'), sigfile: path('rules.yar') },
  ]);
});

t.test('text of rules: where the first string of each was found is not told', async (t) => {
  const sigrule = 'rule r { strings: $a = "abc" $b = "d" condition: all of them }';
  const rows = await scanTableAsync(yaraFile, new Host(), {
    lookup: { path: [path('match')], sigrule: [sigrule] },
    columns: ['matches', 'strings', 'sigrule', 'sigurl', 'pid_with_namespace'],
  });
  t.same(rows, [{ matches: 'r', strings: '$b:5', sigrule, sigurl: '', pid_with_namespace: 0 }]);
});

t.test('rules that cannot be had', async (t) => {
  for (const [lookup, warning] of [
    [{ sigfile: [path('wrong.yar')] }, /^YARA: .*wrong.yar: error.*syntax error/],
    [{ sigfile: ['missing.yar'] }, 'cannot read the YARA rules missing.yar: no such file'],
    [{ sig_group: ['group'] }, 'the configuration has no group of YARA rules "group"'],
    [{ sigurl: ['http://127.0.0.1/'] }, 'sigurl: rules are not fetched; put them into a file'],
    [{}, 'no rules to scan by: say what sig_group, sigfile or sigrule is'],
  ] as const) {
    const warnings: string[] = [];
    const rows = await scanTableAsync(yaraFile, new Host(), { lookup: { path: [path('match')], ...lookup }, warnings });
    t.same(rows, []);
    t.match(warnings[0], warning);
    t.equal(warnings.length, 1);
  }
});

t.test(
  'where in memory',
  { skip: fs.existsSync('/usr/bin/sleep') ? false : 'there is no /usr/bin/sleep' },
  async (t) => {
    const { spawn } = await import('node:child_process');
    const child = spawn('/usr/bin/sleep', ['1000'], { env: { MARK: 'a mark in memory' } });
    t.teardown(() => child.kill());
    const marked = (): boolean => fs.readFileSync(`/proc/${child.pid}/environ`, 'latin1').includes('a mark');
    await t.resolves(
      (async () => {
        while (!marked()) await new Promise(setImmediate);
      })(),
    );
    const file = path('mark.yar');
    fs.writeFileSync(file, 'rule mark { strings: $a = "MARK=a mark in memory" condition: $a }');
    const [row, ...others] = await scanTableAsync(yaraProcess, new Host(), {
      lookup: { pid: [Number(child.pid), 2 ** 30], sigfile: [file] },
      columns: ['pid', 'matches', 'strings'],
    });
    t.match(row, { pid: child.pid, matches: 'mark' });
    t.same(others, [], 'a process that is not there has no row');
    const stack = fs
      .readFileSync(`/proc/${child.pid}/maps`, 'latin1')
      .split('\n')
      .find((line) => line.endsWith('[stack]'));
    const [start = '', end = ''] = stack?.split(' ')[0]?.split('-') ?? [];
    const at = Number.parseInt(/\$a:([0-9a-f]+)/.exec(String(row?.strings))?.[1] ?? '', 16);
    t.ok(at >= Number.parseInt(start, 16) && at < Number.parseInt(end, 16), 'on the stack, as an address');
  },
);

t.test('a rule that does not end can be left', async (t) => {
  const abort = new AbortController();
  const sigrule = 'rule l { condition: for all i in (0..100000000): (for all j in (0..100000): (i + j >= 0)) }';
  const scan = scanTableAsync(yaraFile, new Host(), {
    lookup: { path: [path('match')], sigrule: [sigrule] },
    signal: abort.signal,
  });
  setTimeout(() => abort.abort(), 1000);
  await t.rejects(scan);
});
