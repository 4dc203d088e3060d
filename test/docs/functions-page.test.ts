import { readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { isRewriting } from '../run/case-file.js';
import { functionsPage } from './functions-page.js';

const FILE = 'docs/functions.md';

t.test('docs/functions.md is what the specs say (npm run docs)', async (t) => {
  const page = functionsPage();
  if (isRewriting) writeFileSync(FILE, page);
  t.equal(readFileSync(FILE, 'utf8'), page);
});
