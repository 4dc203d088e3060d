// In the program, a table is loaded when a query first looks at it; the lists of tables have but its names. `select 1` would
// else pay for the columns of 250 tables.
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from './bundle.js';

/** Modules that are lists of tables: imports, then an array of what they name, an item a line. */
const LISTS = /src\/tables\/(containers\/)?index\.ts$/;

export const lazyTables = {
  name: 'lazy-tables',
  setup({ onLoad }) {
    onLoad({ filter: LISTS }, async ({ path }) => ({ contents: await lazyList(path), loader: 'ts' }));
  },
};

const made = new Map();

/** The list's source, made once. */
function lazyList(path) {
  if (!made.has(path)) made.set(path, makeList(path));
  return made.get(path);
}

async function makeList(path) {
  const source = readFileSync(path, 'utf8');
  const imports = [...source.matchAll(/^import \{ (\w+) \} from '(.+)';\n/gm)];
  const items = new Set([...source.matchAll(/^ {2}(\w+),$/gm)].map(([, item]) => item));
  const lazy = imports.filter(([, name]) => items.has(name));
  const tables = await evaluated(path, lazy);
  let text = source.replace(
    /import type \{ TableSpec \} from '(.+)';/,
    "import { lazyTable, type TableSpec } from '$1';",
  );
  for (const [line, name, file] of lazy) {
    const { name: table, aliases } = tables[name];
    const load = `() => require('${file}').${name}`;
    text = text
      .replace(line, '')
      .replace(`\n  ${name},\n`, `\n  lazyTable('${table}', ${JSON.stringify(aliases)}, ${load}),\n`);
  }
  return text;
}

/** What the modules export, by name. */
async function evaluated(path, lazy) {
  const folder = join(ROOT, 'node_modules/.cache');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `tables-${process.pid}-${made.size}.mjs`);
  await build({
    stdin: {
      contents: lazy.map(([, name, file]) => `export { ${name} } from '${file}';`).join('\n'),
      resolveDir: dirname(path),
      loader: 'ts',
    },
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
  });
  return import(pathToFileURL(outfile).href);
}
