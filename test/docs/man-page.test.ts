import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import t from 'tap';
import { manPage } from './man-page.js';

const FILE = resolve('man/hostql.1');

t.test('man/hostql.1 is what npm run docs writes', async (t) => {
  t.equal(readFileSync(FILE, 'utf8'), manPage());
});

t.test('it tells of every option and command', async (t) => {
  const text = manPage().replaceAll('\\-', '-').replaceAll('\\&', '');
  for (const word of ['--json_pretty', '--no-header', '.export FILE [MODE]', 'bench [SQL]', '--keep_environment']) {
    t.ok(text.includes(word), word);
  }
});

const formatter = ['mandoc', 'groff'].find((name) => spawnSync(name, ['--version']).error === undefined);

t.test('formatters find nothing wrong', { skip: formatter ? false : 'neither mandoc nor groff is here' }, async (t) => {
  const args = formatter === 'mandoc' ? ['-T', 'lint', '-W', 'warning'] : ['-man', '-ww', '-z'];
  const { stdout, stderr } = spawnSync(formatter ?? '', [...args, FILE], { encoding: 'utf8' });
  const complaints = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !/missing date/.test(line));
  t.same(complaints, []);
});
