import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../scripts/bundle.js';

const FOLDER = join(ROOT, 'bench');
/** Compiling takes 80 s of processor time, which a busy machine may not have soon. */
const LIMIT_MS = 1_800_000;

/** Installs the engines to compare with, once for each package-lock.json; what fails is told, and skipped later. */
export function installRivals() {
  const lock = createHash('sha256')
    .update(readFileSync(join(FOLDER, 'package-lock.json')))
    .digest('hex');
  const mark = join(FOLDER, 'node_modules', '.installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  console.error('bench: installing the rivals; one of them may be compiled, which takes minutes');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    stdio: ['ignore', 2, 2],
    timeout: LIMIT_MS,
  });
  if (status === 0) writeFileSync(mark, lock);
  else
    console.error(
      `bench: npm ci in bench failed${error ? `: ${error.message}` : ''}; rivals that are missing are skipped`,
    );
}
