import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Below the folder that npm runs scripts in: the repository's root. */
const FOLDER = join('test', 'oracle');

const isInstalled = (): boolean => existsSync(join(FOLDER, 'node_modules', 'sql.js', 'package.json'));

/** Installs SQLite's WASM build beside its own package.json, once. @returns what npm says where that fails */
export function installOracle(): string | undefined {
  if (isInstalled()) return undefined;
  const { status, stderr, error } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim();
}
