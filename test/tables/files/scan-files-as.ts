import { Host } from '../../../src/host/index.js';
import { file } from '../../../src/tables/files/file.js';
import { hash } from '../../../src/tables/files/hash.js';
import { anyOf, like } from '../patterns.js';
import { type ScanOptions, scanTable } from '../scan.js';

/*
 * Run as a child: gives up root for the user id in its first argument, looks at the folder in its second, and prints
 * what the tables say of it. Modules are loaded before, so that the user need not see the checkout.
 */
const [, , uid = '', folder = ''] = process.argv;
process.setgroups?.([]);
process.setgid?.(Number(uid));
process.setuid?.(Number(uid));
const host = new Host();
const warnings: Record<string, string[]> = {};
function scan(name: string, table: typeof file, lookup: ScanOptions['lookup'], columns: string[]): unknown[][] {
  const heard: string[] = [];
  warnings[name] = heard;
  return scanTable(table, host, { lookup: lookup ?? {}, columns, warnings: heard }).map((row) => Object.values(row));
}
const seen = {
  digests: scan('digests', hash, { directory: [folder] }, ['path', 'sha256']),
  named: scan('named', file, { path: [`${folder}/closed`, `${folder}/closed/inside`] }, ['path', 'mode']),
  searchable: scan('searchable', file, { path: anyOf(like(`${folder}/searchable/%`)) }, ['path']),
  literal: scan('literal', file, { path: anyOf(like(`${folder}/searchable/known_name`)) }, ['path']),
  deep: scan('deep', file, { path: anyOf(like(`${folder}/%%`)) }, ['path']),
  listed: scan('listed', file, { directory: [`${folder}/readable`] }, ['path', 'type', 'size']),
  link: scan('link', file, { path: [`${folder}/link-into-closed`] }, ['type', 'symlink', 'symlink_target_path']),
};
process.stdout.write(JSON.stringify({ seen, warnings }));
