// Writes docs/functions.md from the specs of the functions: `npm run docs`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, ROOT } from './bundle.js';

const [page] = await bundle('docs', ['test/docs/functions-page.ts']);
const { functionsPage } = await import(pathToFileURL(page));
writeFileSync(join(ROOT, 'docs', 'functions.md'), functionsPage());
