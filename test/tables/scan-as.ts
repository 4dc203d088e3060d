import { Host } from '../../src/host/index.js';
import { linuxTables } from '../../src/tables/index.js';
import { scanTable } from './scan.js';

/*
 * Run as a child: gives up root for the user id in its first argument, scans the tables named in the others, and prints
 * `{ pid, tables: { name: { rows, warnings } } }`. Modules are loaded before, so that the user need not see the checkout.
 */
const [, , uid = '', ...names] = process.argv;
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
const tables = Object.fromEntries(
  names.map((name) => {
    const table = linuxTables.find((candidate) => candidate.name === name);
    if (!table) throw new Error(`no table ${name}`);
    const warnings: string[] = [];
    return [name, { rows: scanTable(table, new Host(), { warnings }), warnings }];
  }),
);
process.stdout.write(
  JSON.stringify({ pid: process.pid, tables }, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
);
