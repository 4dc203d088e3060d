import { resolve } from 'node:path';
import t from 'tap';
import { ask, engineOver, expectedFiles, FILES, told } from './files.js';

t.test('every table of every file, as SQLite reads it', async (t) => {
  for (const [file, tables] of expectedFiles()) {
    const warnings: string[] = [];
    const engine = engineOver([`f=${resolve(FILES, file)}`], warnings);
    for (const [name, rows] of Object.entries(tables)) {
      const isKeyed = name === 'pairs';
      const found = await ask(engine, `SELECT ${isKeyed ? '' : 'rowid, '}* FROM f."${name}"`, warnings);
      t.same(found.map(told), rows, `${file}: ${name}`);
    }
    t.same(warnings, [], file);
  }
});
