// Runs files of SQLite's sqllogictest: `npm run slt -- PATH…`. The code is TypeScript in test/sqllogictest.
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.js';

const modules = await bundle('slt', ['test/sqllogictest/main.ts', 'test/sqllogictest/worker.ts']);
const [program, worker] = modules.map((file) => pathToFileURL(file));
const { main } = await import(program);
process.exitCode = await main(process.argv.slice(2), worker);
