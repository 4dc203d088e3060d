// Compares answers with SQLite on generated queries: `npm run fuzz -- --help`. The code is TypeScript in test/fuzz.
import { spawnSync } from 'node:child_process';
import { bundle, ROOT } from './bundle.js';

const [main] = await bundle('fuzz', ['test/fuzz/main.ts', 'test/fuzz/worker.ts']);
const { status, signal } = spawnSync(process.execPath, [main, ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
});
process.exitCode = status ?? (signal === null ? 1 : 130);
