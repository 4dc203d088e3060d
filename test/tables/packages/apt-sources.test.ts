import t from 'tap';
import { Host, listName, parseDeb822Sources, parseRelease, parseSourcesList } from '../../../src/host/index.js';
import { aptSources } from '../../../src/tables/packages/apt-sources.js';
import { scanTable } from '../scan.js';

const debian = new Host('test/hosts/debian-small');
const main = ['Debian', 'main contrib', 'all amd64 arm64'];

t.test('sources whose Release files apt has', async (t) => {
  const warnings: string[] = [];
  const [list, folder, uri] = ['/etc/apt/sources.list', '/etc/apt/sources.list.d', 'http://deb.example.org/debian'];
  const name = 'deb.example.org/debian bookworm';
  t.same(scanTable(aptSources, debian, { warnings }).map(Object.values), [
    [name, list, uri, 'bookworm', '12.5', ...main],
    [
      'user@apt.example.com/repo_x stable',
      list,
      'https://user@apt.example.com/repo_x',
      ...['stable', null, 'Example: Inc', null, null],
    ],
    ['/srv/repo ./', `${folder}/flat.list`, 'file:/srv/repo', null, null, 'us', null, null],
    [`${name}-updates`, `${folder}/more.sources`, uri, 'bookworm-updates', null, 'Debian', null, 'amd64'],
    [name, `${folder}/more.sources`, uri, 'bookworm', '12.5', ...main],
  ]);
  t.same(warnings, []);
});

t.test('files that apt keeps by the name of their URI', async (t) => {
  t.equal(listName({ uri: 'http://a.example/x', suite: 'stable/updates' }), 'a.example_x_dists_stable_updates');
  t.equal(listName({ uri: 'http://a.example/x', suite: 'flat/' }), 'a.example_x_flat');
  t.equal(listName({ uri: 'http://a.example/x_y', suite: 's~1' }), 'a.example_x%5fy_dists_s%7e1');
});

t.test('junk', async (t) => {
  for (const junk of ['deb', 'deb [', 'deb [a] ', 'deb x y', 'xdeb http://a b', '\0'])
    t.same([...parseSourcesList(junk)], [], junk);
  t.same([...parseDeb822Sources('Types: deb\nURIs: x:\n')], []);
  const many = 'a: '.repeat(2000);
  t.same([...parseDeb822Sources(`Types: deb\nURIs: ${many}\nSuites: ${many}\n`)], [], 'a product without bounds');
  t.equal(parseRelease(''), null);
});

t.test('on this machine', async (t) => {
  for (const row of scanTable(aptSources, new Host())) t.match(row.source, /^\/etc\/apt\//);
});
