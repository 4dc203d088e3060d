// Writes docs/functions.md from the specs of the functions: `npm run docs`.
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { outputFiles } = await build({
  entryPoints: [join(ROOT, 'test', 'docs', 'functions-page.ts')],
  bundle: true,
  write: false,
  packages: 'bundle',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
});
const { functionsPage } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
writeFileSync(join(ROOT, 'docs', 'functions.md'), functionsPage());
