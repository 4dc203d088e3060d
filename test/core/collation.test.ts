import fc from 'fast-check';
import t from 'tap';
import { type CollationName, collationOf, findCollation } from '../../src/core/index.js';

const VECTORS: readonly [collation: CollationName, left: string, right: string, sign: number][] = [
  ['binary', 'a', 'B', 1],
  ['nocase', 'ABC', 'abc', 0],
  ['nocase', 'a', 'B', -1],
  ['nocase', 'Z', '_', 1],
  ['nocase', 'É', 'é', -1],
  ['nocase', 'éA', 'éa', 0],
  ['nocase', 'ab', 'ABC', -1],
  ['rtrim', 'a  ', 'a', 0],
  ['rtrim', 'a\t', 'a', 1],
  ['rtrim', ' a', 'a', -1],
  ['version', '', '', 0],
  ['version', '', '0', -1],
  ['version', '1.9', '1.10', -1],
  ['version', '1.02', '1.2', 1],
  ['version', '1.0', '1.0.0', -1],
  ['version', 'v1.2', '1.2', 1],
  ['version', '20.10a', '20.102', 1],
  ['version', '1:0.0', '1.0.0', 0],
  ['version', '1.0', '1.0~rc1', -1],
  ['version', '1.0', '1.1', -1],
  ['version', '50.4.1b', '50.4.1c', -1],
  ['version', '2.50^1a', '2.50~1a', 0],
  ['version', '1.é', '1.f', 1],
  ['version_arch', '4:1.1.0', '4:1.1.0-3', 0],
  ['version_arch', '1:1.2.13-2', '4.2.1', 1],
  ['version_arch', '1.0', '1.0-4', 0],
  ['version_arch', '1.0', '1.0~4', 1],
  ['version_arch', '10:1', '9:1', 1],
  ['version_arch', '1.3', '1.21', -1],
  ['version_arch', '1.b', '1.ac', 1],
  ['version_rhel', '1.3', '1.21', 1],
  ['version_rhel', '1.0.0~rc2^2021', '1.0.0', -1],
  ['version_rhel', '1.0.1', '1.0.1^2021', -1],
  ['version_rhel', '1.1.0~BETA', '1.0.1.security1', 1],
  ['version_rhel', '1.0', '1~0', 1],
  ['version_dpkg', '1.0.0', '1.0.0~rc2', -1],
  ['version_dpkg', '1.0-1', '1.0~1', 1],
];

t.test('how texts compare', async (t) => {
  for (const [name, left, right, sign] of VECTORS) {
    const { compare } = collationOf(name);
    t.equal(Math.sign(compare(left, right)), sign, `${name}: ${left} ? ${right}`);
    t.equal(Math.sign(compare(right, left)) + 0, -sign + 0, `${name}: ${right} ? ${left}`);
  }
});

t.test('names in any case', async (t) => {
  t.equal(findCollation('VERSION_dpkg')?.name, 'version_dpkg');
  t.equal(findCollation('NOCASE')?.name, 'nocase');
  t.equal(findCollation('foo'), undefined);
});

t.test('nocase is binary on folded text', async (t) => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'A', 'Z', 'z', '_', '[', 'é', 'É', 'ß', '\uffff', '\u{10000}'),
    maxLength: 5,
  });
  const fold = (value: string): string => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  fc.assert(
    fc.property(
      text,
      text,
      (a, b) =>
        Math.sign(collationOf('nocase').compare(a, b)) === Math.sign(collationOf('binary').compare(fold(a), fold(b))),
    ),
  );
  t.pass();
});
