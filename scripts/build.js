// Builds what ships: the program in one file, the library, and its types. Needs nothing from the network.
//
//   dist/hostql.cjs         the program; bin/* load it
//   dist/hostql-daemon.cjs  the daemon's watcher; hostql-worker.cjs is the rest of it, hostql-lane.cjs and hostql-reader.cjs what its threads run
//   dist/hostql-record.cjs  what only `hostql record` needs, with an engine of its own
//   dist/hostql-watch.cjs   what only `hostql watch` needs, likewise
//   dist/hostql-bench.cjs   what only `hostql bench` needs, with an engine of its own
//   dist/hostql-shell.cjs   the shell in full: dot commands, and osqueryi; hostql-terminal.cjs is its line editor,
//                           hostql-live-events.cjs what osqueryi gathers events with,
//                           hostql-configuration.cjs what osqueryi needs where a configuration is named
//   dist/hostql.cjs.cache   V8's compiled form of it (and of the shell's), for this version of Node; ignored by any other, optional
//   dist/index.js           the library
//   dist/types/             its declarations
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from './bundle.js';
import { lazyTables } from './lazy-tables.js';

const DIST = join(ROOT, 'dist');
const require = createRequire(import.meta.url);

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};

/** Parts of Node that every start loads anyway; any other is loaded when it is first used. */
const PRESENT = new Set(['buffer', 'events', 'fs', 'path', 'perf_hooks', 'timers', 'url', 'util']);

/** `import { createHash } from 'node:crypto'` costs nothing until a query hashes something. */
const lazyBuiltins = {
  name: 'lazy-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path }) => {
      const name = path.replace(/^node:/, '');
      if (!builtinModules.includes(name)) return undefined;
      return PRESENT.has(name) ? { path, external: true } : { path: name, namespace: 'lazy' };
    });
    onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => {
      const getters = Object.keys(require(`node:${path}`)).map((key) => `get ${key}() { return load().${key}; }`);
      const contents = `let loaded;
        const load = () => (loaded ??= __require('node:${path}'));
        module.exports = { ${getters.join(',')} };`;
      return { contents, loader: 'js' };
    });
  },
};

/**
 * Packages of one function that many starts do without: loaded when it is first called. string-width has a segmenter made
 * by ICU, which is a third of a start; a query with no options beside it needs no yargs.
 */
const lazyFunctions = {
  name: 'lazy-functions',
  setup(bundler) {
    bundler.onResolve({ filter: /^(string-width|yargs)$/ }, async ({ path, resolveDir, pluginData }) => {
      if (pluginData === 'itself') return undefined;
      const itself = await bundler.resolve(path, { resolveDir, kind: 'import-statement', pluginData: 'itself' });
      return { path: itself.path, namespace: 'lazy-function' };
    });
    bundler.onLoad({ filter: /.*/, namespace: 'lazy-function' }, ({ path }) => ({
      contents: `let itself;
        export default (...args) => (itself ??= require(${JSON.stringify(path)}).default)(...args);`,
      loader: 'js',
      resolveDir: dirname(path),
    }));
  },
};

/**
 * yargs looks at the terminal's width and takes its assertions from Node when it is loaded. Both open standard streams:
 * 10 ms that no query needs.
 */
const quietYargs = {
  name: 'quiet-yargs',
  setup({ onLoad }) {
    onLoad({ filter: /yargs\/lib\/platform-shims\/esm\.mjs$/ }, ({ path }) => ({
      contents: replaced(readFileSync(path, 'utf8'), [
        [/stdColumns: .*/, 'get stdColumns() { return process.stdout.columns ?? null; }'],
        [
          /import \{ notStrictEqual, strictEqual \} from 'assert'/,
          `const failing = (isRight) => (a, b, message) => { if (!isRight(a, b)) throw new Error(message); };
           const strictEqual = failing(Object.is);
           const notStrictEqual = failing((a, b) => !Object.is(a, b));`,
        ],
      ]),
      loader: 'js',
    }));
  },
};

function replaced(source, changes) {
  return changes.reduce((text, [from, to]) => {
    if (!from.test(text)) throw new Error(`yargs has changed: ${from} is not in it`);
    return text.replace(from, to);
  }, source);
}

/** What the program imports while it runs is a file beside it: it would cost each start something if it were inside. */
const lazyParts = {
  name: 'lazy-parts',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      const part = PARTS.get(path.replace(/^(\.\.?\/)+/, './'));
      return part ? { path: `./${part.file}`, external: true } : { errors: [{ text: `no part is made of ${path}` }] };
    });
  },
};

/** By how the program names them. */
const PARTS = new Map([
  ['./bench/index.js', { file: 'hostql-bench.cjs', entry: 'src/shell/bench/index.ts' }],
  ['./record/index.js', { file: 'hostql-record.cjs', entry: 'src/shell/record/index.ts' }],
  ['./watch/index.js', { file: 'hostql-watch.cjs', entry: 'src/shell/watch/index.ts' }],
  ['./interactive/index.js', { file: 'hostql-terminal.cjs', entry: 'src/shell/interactive/index.ts' }],
  ['./configuration.js', { file: 'hostql-configuration.cjs', entry: 'src/shell/osquery/configuration.ts' }],
  ['./live-events.js', { file: 'hostql-live-events.cjs', entry: 'src/shell/osquery/live-events.ts' }],
  ['./full.js', { file: 'hostql-shell.cjs', entry: 'src/shell/full.ts' }],
  ['./worker-main.js', { file: 'hostql-worker.cjs', entry: 'src/daemon/worker-main.ts' }],
]);

/** The daemon, as bin/ loads it. */
const DAEMON = { file: 'hostql-daemon.cjs', entry: 'src/daemon/main.ts' };

/** What the program starts as threads. Top-level await is not to be had in a script, so they do without. */
const THREADS = [
  { file: 'hostql-lane.cjs', entry: 'src/daemon/lanes/worker.ts' },
  { file: 'hostql-reader.cjs', entry: 'src/events/reader/worker.ts' },
  { file: 'hostql-yara.cjs', entry: 'src/host/yara/thread.ts' },
];

const program = {
  ...common,
  format: 'cjs',
  external: ['koffi', 'wasmagic', 'classic-level'],
  minifySyntax: true,
  minifyWhitespace: true,
  plugins: [lazyTables, lazyParts, lazyBuiltins, lazyFunctions, quietYargs],
  define: { 'import.meta.url': '__url' },
  banner: { js: `const __require = require, __url = require('node:url').pathToFileURL(__filename).href;` },
  // The program runs in a script, where import() is not to be had.
  supported: { 'dynamic-import': false },
};

await Promise.all([buildProgram(), buildLibrary()]);
// The tests build the program anew each time, but have no use for declarations.
if (process.argv[1] === fileURLToPath(import.meta.url)) buildTypes();

async function buildProgram() {
  const outfile = join(DIST, 'hostql.cjs');
  await Promise.all([
    build({ ...program, entryPoints: ['src/main.ts'], outfile }),
    ...[...PARTS.values(), DAEMON, ...THREADS].map(({ file, entry }) =>
      build({ ...program, entryPoints: [entry], outfile: join(DIST, file) }),
    ),
  ]);
  for (const file of ['hostql.cjs', ...[...PARTS.values(), DAEMON, ...THREADS].map((part) => part.file)])
    toAscii(join(DIST, file));
  // Runs that write the compiled form of all they needed.
  for (const [program, bundle] of [
    ['hostql', 'hostql.cjs'],
    ['osqueryi', 'hostql-shell.cjs'],
  ]) {
    execFileSync(process.execPath, [join(ROOT, 'bin', program), '--list', 'SELECT 1'], {
      env: { ...process.env, HOSTQL_WRITE_CODE_CACHE: bundle },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
}

/**
 * One letter beyond Latin 1 makes V8 keep the whole source with two bytes a letter. What is left beyond ASCII stands in
 * regular expressions, where an escape means the same.
 */
function toAscii(file) {
  const source = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    source.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

async function buildLibrary() {
  await build({
    ...common,
    entryPoints: ['src/index.ts'],
    outfile: join(DIST, 'index.js'),
    format: 'esm',
    packages: 'external',
  });
}

function buildTypes() {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' });
}
