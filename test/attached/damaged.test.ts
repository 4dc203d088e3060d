import { readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { attachFiles } from '../../src/attached/index.js';
import { Catalog } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { Host, Refused } from '../../src/host/index.js';
import { ask, FILES } from './files.js';

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Bytes that are others, numbers that point elsewhere, an end that came too early. */
function damaged(whole: Buffer, random: (below: number) => number): Buffer {
  const bytes = Buffer.from(random(4) === 0 ? whole.subarray(0, 100 + random(whole.length - 100)) : whole);
  for (let n = random(12); n >= 0; n--) {
    // Mostly in the headers of pages, where damage goes furthest; the file's own header is left.
    const page = 512 * random(Math.ceil(bytes.length / 512));
    const at = Math.max(100, random(2) === 0 ? page + random(20) : random(bytes.length));
    if (at + 4 > bytes.length) continue;
    if (random(2) === 0) bytes[at] = random(256);
    else bytes.writeUInt32BE(random(bytes.length / 512 + 2), at);
  }
  return bytes;
}

t.test('damaged files give warnings or rows, soon', async (t) => {
  const root = t.testdir({});
  const host = new Host();
  const counts = { refused: 0, warned: 0, whole: 0 };
  for (const name of ['keyed.db', 'values.db', 'vacuumed.db', 'logged.db', 'torn.db', 'utf16be.db']) {
    const whole = readFileSync(`${FILES}/${name}`);
    const suffix = name === 'logged.db' ? '-wal' : name === 'torn.db' ? '-journal' : undefined;
    const beside = suffix && readFileSync(`${FILES}/${name}${suffix}`);
    for (let round = 0; round < 60; round++) {
      const random = numbers(round * 7 + name.length);
      const file = `${root}/${name}`;
      writeFileSync(file, damaged(whole, random));
      if (beside) writeFileSync(file + suffix, damaged(beside, random));
      const warnings: string[] = [];
      const began = performance.now();
      try {
        const attached = attachFiles([`f=${file}`], {
          host,
          checkpoint: () => {},
          warn: (one) => void warnings.push(one),
        });
        const engine = openEngine({ catalog: new Catalog([], [], [], undefined, attached), host });
        for (const { name: table, columns } of attached[0]?.tables ?? []) {
          const [first] = columns;
          const quoted = `f."${table.replaceAll('"', '""')}"`;
          await ask(engine, `SELECT * FROM ${quoted}`, warnings);
          for (const value of ['7', "'text 7'"])
            await ask(engine, `SELECT * FROM ${quoted} WHERE "${first?.name}" = ${value}`, warnings);
        }
        counts[warnings.length > 0 ? 'warned' : 'whole']++;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        counts.refused++;
      }
      const elapsedMs = performance.now() - began;
      if (elapsedMs > 5000) t.fail(`${name}, round ${round}: ${elapsedMs} ms`);
    }
  }
  t.ok(counts.warned > 100, JSON.stringify(counts));
  t.ok(counts.whole > 10, JSON.stringify(counts));
});

t.test('pages that point at each other', async (t) => {
  const file = `${t.testdir({})}/circle.db`;
  const bytes = readFileSync(`${FILES}/values.db`);
  const host = new Host();
  const root = (
    await ask(engineOf(host, `${FILES}/values.db`), 'SELECT rootpage FROM "values".sqlite_schema WHERE name = \'many\'')
  )[0];
  const at = (Number(root?.[0]) - 1) * 512;
  t.equal(bytes[at], 5, 'the root is inside the tree');
  bytes.writeUInt32BE(Number(root?.[0]), at + 8); // the last child is the root itself
  writeFileSync(file, bytes);
  const warnings: string[] = [];
  const rows = await ask(engineOf(host, file), 'SELECT a FROM many', warnings);
  t.ok(rows.length > 1000 && rows.length < 100_000, `${rows.length} rows`);
  t.same(warnings, [`cannot read ${file}: damaged: its pages go round in circles`]);
});

t.test('what is no database', async (t) => {
  const root = t.testdir({
    text: 'no database at all, but a text of more than a hundred bytes, '.repeat(3),
    empty: '',
    folder: {},
  });
  const host = new Host();
  const attach = (name: string) => () => attachFiles([`${root}/${name}`], { host, checkpoint: () => {}, warn: t.fail });
  t.throws(attach('text'), { message: `cannot read ${root}/text: no SQLite database` });
  t.throws(attach('folder'), { message: `cannot read ${root}/folder: not a regular file` });
  t.throws(attach('none'));
  t.throws(() => attachFiles(['/dev/zero'], { host, checkpoint: () => {}, warn: t.fail }), /not a regular file/);
  t.same(
    attach('empty')().map(({ tables }) => tables.map(({ name }) => name)),
    [['sqlite_schema']],
  );
});

t.test('a table that became another one, or went away', async (t) => {
  const file = `${t.testdir({})}/x.db`;
  writeFileSync(file, readFileSync(`${FILES}/vacuumed.db`));
  const engine = engineOf(new Host(), file);
  writeFileSync(file, readFileSync(`${FILES}/large-pages.db`));
  const warnings: string[] = [];
  t.same(await ask(engine, 'SELECT * FROM t', warnings), []);
  t.same(warnings, [`cannot read ${file}: its table "t" is another by now`]);
});

function engineOf(host: Host, file: string) {
  const attached = attachFiles([file], { host, checkpoint: () => {}, warn: () => {} });
  return openEngine({ catalog: new Catalog([], [], [], undefined, attached), host });
}
