import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';

/** What each part of `src` may import, beside itself. A part is a folder or a file; a new one needs its line here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  host: ['core'],
  store: ['core', 'sql/parser'],
  catalog: ['core', 'host', 'store'],
  'sql/functions': ['core', 'host'],
  'sql/lexer': ['core'],
  'sql/parser': ['core', 'sql/lexer'],
  'sql/planner': ['core', 'sql/parser', 'sql/functions', 'store', 'catalog'],
  exec: ['core', 'host', 'store', 'catalog', 'sql/functions', 'sql/planner'],
  statements: ['core', 'host', 'store', 'catalog', 'sql/lexer', 'sql/parser', 'sql/functions', 'sql/planner', 'exec'],
  tables: ['core', 'host', 'catalog'],
  'engine.ts': ['core', 'host', 'store', 'catalog', 'sql/parser', 'sql/planner', 'exec', 'statements'],
  attached: [
    'core',
    'host',
    'catalog',
    'store',
    'sql/parser',
    'sql/planner',
    'exec',
    'statements',
    'engine.ts',
    'tables',
    'config',
  ],
  benchmark: ['core', 'host', 'catalog', 'sql/lexer', 'sql/parser', 'sql/planner', 'exec', 'statements', 'engine.ts'],
  record: ['core', 'host', 'catalog', 'engine.ts'],
  library: ['core', 'host', 'catalog', 'engine.ts'],
  'index.ts': ['core', 'host', 'catalog', 'tables', 'engine.ts', 'library'],
  shell: [
    'core',
    'host',
    'catalog',
    'sql/lexer',
    'sql/parser',
    'sql/planner',
    'tables',
    'engine.ts',
    'attached',
    'benchmark',
    'record',
    'flags',
    'control',
    'durable',
    'events',
    'config',
    'logger',
    'inspect',
    'library',
    'terminal',
  ],
  terminal: ['core'],
  flags: ['core'],
  control: ['core'],
  durable: ['core'],
  config: ['core', 'host', 'flags'],
  logger: ['core', 'host', 'flags', 'durable'],
  events: ['core', 'host', 'catalog', 'flags', 'durable'],
  inspect: ['core', 'flags', 'durable', 'config', 'logger'],
  daemon: [
    'core',
    'host',
    'catalog',
    'attached',
    'tables',
    'engine.ts',
    'flags',
    'control',
    'durable',
    'events',
    'config',
    'logger',
    'inspect',
  ],
  'main.ts': ['shell', 'daemon'],
};

/** Files, sockets and children are for these: what a table learns of the machine comes through `host`. */
const MAY_TOUCH_THE_SYSTEM = new Set([
  'host',
  'shell',
  'flags',
  'control',
  'durable',
  'events',
  'config',
  'logger',
  'inspect',
  'daemon',
  'record',
  'terminal',
  'main.ts',
]);
const SYSTEM = /^node:(fs|child_process|net|dgram|dns|http|https|os|worker_threads)(\/|$)/;

/** What reads nothing: constants, types, tests of a text. */
const HARMLESS = /^(type\b.*|constants|isIP|isIPv4|isIPv6)$/;

interface Import {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  /** The names imported, as written. */
  readonly clause: readonly string[];
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();
const imports = files.flatMap(importsOf);

t.test('every part has its line here, and every line its part', async (t) => {
  const parts = new Set(files.map(partOf));
  for (const part of parts) t.ok(part in MAY_IMPORT, part);
});

t.test('imports go down only', async (t) => {
  for (const { file, line, specifier } of imports.filter(isOurs)) {
    const from = partOf(file);
    const to = partOf(target(file, specifier));
    if (from === to) continue;
    t.ok(MAY_IMPORT[from]?.includes(to), `src/${file}:${line} ${from} imports ${to}`);
  }
});

t.test('another part is entered through its index', async (t) => {
  for (const { file, line, specifier } of imports.filter(isOurs)) {
    const to = target(file, specifier);
    const part = partOf(to);
    if (part === partOf(file) || part.endsWith('.ts')) continue;
    t.equal(to, `${part}/index.ts`, `src/${file}:${line} enters ${part} elsewhere`);
  }
});

t.test('only host and programs touch the system', async (t) => {
  for (const { file, line, specifier, clause } of imports) {
    if (!SYSTEM.test(specifier) || clause.every((name) => HARMLESS.test(name))) continue;
    t.ok(MAY_TOUCH_THE_SYSTEM.has(partOf(file)), `src/${file}:${line} imports ${specifier}`);
  }
});

t.test('names say what is inside', async (t) => {
  for (const file of files) {
    t.notMatch(file, /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/, `src/${file}`);
    t.match(file, /^[a-z0-9/-]+\.ts$/, `src/${file} is kebab-case`);
  }
});

function importsOf(file: string): Import[] {
  const text = readFileSync(join('src', file), 'utf8');
  const statement =
    /^\s*(?:import|export)\b([^'"`;]*?)\bfrom\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^import\s+'([^']+)'/gm;
  return [...text.matchAll(statement)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length,
    specifier: match[2] ?? match[3] ?? match[4] ?? '',
    clause: namesIn(match[1] ?? '*'),
  }));
}

/** `type { Stats }` and `{ type Stats, constants }` as `type Stats`, `constants`. */
function namesIn(clause: string): string[] {
  const whole = clause.trim().startsWith('type') ? 'type ' : '';
  return clause
    .replace(/^\s*type\b|[{}]/g, '')
    .split(',')
    .map((name) => whole + name.trim())
    .filter((name) => name.trim() !== '');
}

const isOurs = ({ specifier }: Import): boolean => specifier.startsWith('.');

/** The file below `src` that a relative import means. */
const target = (file: string, specifier: string): string => join(dirname(file), specifier).replace(/\.js$/, '.ts');

/** The folder below `src` (below `sql` in its case), or the file itself. */
function partOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'sql' ? `sql/${second}` : first;
}
