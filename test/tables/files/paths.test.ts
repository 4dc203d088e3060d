import t from 'tap';
import { type PathPattern, parsePathPattern } from '../../../src/tables/files/path-pattern.js';
import { folderOf, nameOf, within, withoutTail } from '../../../src/tables/files/paths.js';
import { glob, like } from '../patterns.js';

t.test('name and folder of a path', async (t) => {
  const cases: [path: string, name: string, folder: string][] = [
    ['/etc/hosts', 'hosts', '/etc'],
    ['/etc/', '.', '/etc'],
    ['/etc//', '.', '/etc'],
    ['/etc//hosts', 'hosts', '/etc'],
    ['/etc', 'etc', '/'],
    ['/', '/', ''],
    ['//', '/', ''],
    ['//x', 'x', '/'],
    ['hosts', 'hosts', ''],
    ['etc/', '.', 'etc'],
    ['/etc/.', '.', '/etc'],
    ['/a\nb/c\nd', 'c\nd', '/a\nb'],
    ['/a\udcff/\udc80', '\udc80', '/a\udcff'],
  ];
  for (const [path, name, folder] of cases) {
    t.equal(nameOf(path), name, `name of ${JSON.stringify(path)}`);
    t.equal(folderOf(path), folder, `folder of ${JSON.stringify(path)}`);
  }
  t.equal(withoutTail('/etc///'), '/etc');
  t.equal(withoutTail('///'), '/');
  t.equal(within('/etc', 'hosts'), '/etc/hosts');
  t.equal(within('/etc/', 'hosts'), '/etc/hosts');
  t.equal(within('/', 'etc'), '/etc');
});

/** A pattern's steps in a line: `name` alone can match, `name~` in any case, `*name` by looking. */
function shown(pattern: PathPattern | undefined): string | undefined {
  if (!pattern) return undefined;
  const steps = pattern.steps.map(
    ({ slashes, plain, isExact, isLiteral }) =>
      slashes + (isExact ? plain : isLiteral ? `${plain}~` : `*${plain ?? ''}`),
  );
  return steps.join('') + pattern.tail + (pattern.isRecursive ? ' and below' : '');
}

t.test('patterns as steps', async (t) => {
  const cases: [pattern: ReturnType<typeof like>, steps: string | undefined][] = [
    [like('/etc/%'), '/etc~/*'],
    [like('/etc/%%'), '/etc~/* and below'],
    [like('/etc/%%%'), '/etc~/* and below'],
    [like('/home/%%/x'), '/home~/*/x~'],
    [like('/home/%/.ssh/%'), '/home~/*/.ssh~/*'],
    [like('/1/2.3/%'), '/1/2.3/*'],
    [like('/../%'), '/../*'],
    [like('/etc/host_'), '/etc~/*host_'],
    [like('/etc//x%/'), '/etc~//*/'],
    [like('/'), '/'],
    [like('%'), '*'],
    [like('%%'), '* and below'],
    [like('a/%'), 'a~/*'],
    [like('/etc/[ab]{c}?*'), '/etc~/[ab]{c}?*~'],
    [like('/a!%/b!_%', '!'), '/a%~/*'],
    [like('/a!%%', '!'), '/*'],
    [like('/a%!%', '!'), '/*'],
    [like('/a!/b', '!'), '/a~/b~'],
    [like('/a!', '!'), undefined],
    [like('//a', '/'), '/a~'],
    [glob('/etc/*'), '/etc/*'],
    [glob('/etc/**'), '/etc/* and below'],
    [glob('/etc/host?'), '/etc/*host?'],
    [glob('/etc/[hH]osts'), '/etc/*[hH]osts'],
    [glob('/etc/[]]x'), '/etc/*[]]x'],
    [glob('/etc/%_'), '/etc/%_'],
    [glob('/etc/[x'), undefined],
    [{ ...like('/etc/%'), op: 'regexp' }, undefined],
    [like(''), undefined],
  ];
  for (const [pattern, steps] of cases)
    t.equal(shown(parsePathPattern(pattern)), steps, `${pattern.op} ${pattern.text}`);
});

t.test('names a step takes', async (t) => {
  const cases: [pattern: ReturnType<typeof like>, takes: string[], leaves: string[]][] = [
    [like('/%'), ['a', 'B', 'a\nb', 'ä', '\udcff'], ['.a', '.']],
    [like('/_'), ['a', 'ä', '\udcff'], ['ab', '.', '']],
    [like('/.%'), ['.a', '.'], ['a']],
    [like('/a_c%'), ['abc', 'A_Cd', 'aäc'], ['ac', 'xabc']],
    [like('/a!_c%', '!'), ['a_c', 'A_C1'], ['abc']],
    [glob('/a[b-d]*'), ['ab', 'acx'], ['Ab', 'a', 'ae']],
    [glob('/[.]*'), [], ['.a', 'a']],
    [glob('/*'), ['a'], ['.a']],
  ];
  for (const [pattern, takes, leaves] of cases) {
    const step = parsePathPattern(pattern)?.steps[0];
    for (const name of takes) t.ok(step?.matches(name), `${pattern.text} takes ${JSON.stringify(name)}`);
    for (const name of leaves) t.notOk(step?.matches(name), `${pattern.text} leaves ${JSON.stringify(name)}`);
  }
});
