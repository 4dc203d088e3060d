// Writes docs/functions.md and docs/hostql-config.schema.json from what the code says: `npm run docs`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, ROOT } from './bundle.js';

const [page, schema] = await bundle('docs', ['test/docs/functions-page.ts', 'src/config/json-schema.ts']);
const { functionsPage } = await import(pathToFileURL(page));
writeFileSync(join(ROOT, 'docs', 'functions.md'), functionsPage());

const { jsonSchema } = await import(pathToFileURL(schema));
writeFileSync(join(ROOT, 'docs', 'hostql-config.schema.json'), jsonSchema());
