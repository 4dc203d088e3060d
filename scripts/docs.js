// Writes docs/functions.md, docs/tables, docs/hostql-config.schema.json and man/hostql.1 from what the code says,
// and docs/pictures from the program as it was built: `npm run docs`.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, ROOT } from './bundle.js';

const [page, schema, manual, tables, pictures] = await bundle('docs', [
  'test/docs/functions-page.ts',
  'src/config/json-schema.ts',
  'test/docs/man-page.ts',
  'test/docs/table-pages.ts',
  'test/docs/pictures.ts',
]);
const { functionsPage } = await import(pathToFileURL(page));
writeFileSync(join(ROOT, 'docs', 'functions.md'), functionsPage());

const { jsonSchema } = await import(pathToFileURL(schema));
writeFileSync(join(ROOT, 'docs', 'hostql-config.schema.json'), jsonSchema());

const { manPage } = await import(pathToFileURL(manual));
mkdirSync(join(ROOT, 'man'), { recursive: true });
writeFileSync(join(ROOT, 'man', 'hostql.1'), manPage());

const { tablePages } = await import(pathToFileURL(tables));
rmSync(join(ROOT, 'docs', 'tables'), { recursive: true, force: true });
mkdirSync(join(ROOT, 'docs', 'tables'));
for (const [name, text] of tablePages()) writeFileSync(join(ROOT, 'docs', 'tables', name), text);

const { picturesOfShell } = await import(pathToFileURL(pictures));
mkdirSync(join(ROOT, 'docs', 'pictures'), { recursive: true });
for (const [name, svg] of await picturesOfShell()) writeFileSync(join(ROOT, 'docs', 'pictures', name), svg);
