import { starPaths } from '../files/star-paths.js';
import type { Host } from '../host.js';

/** Prefixes that npm installs programs of the system below. */
const OF_THE_SYSTEM = ['/usr/local/lib', '/usr/lib', '/opt/homebrew/lib', '/home/linuxbrew/.linuxbrew/lib'] as const;

/** Where a user's own installations of Node.js, npm, pnpm, yarn and bun keep what was installed for no project. */
const OF_A_USER = [
  '.npm-global/lib',
  '.local/lib',
  '.nvm/versions/node/*/lib',
  '.asdf/installs/nodejs/*/lib',
  '.local/share/fnm/node-versions/*/installation/lib',
  '.local/share/mise/installs/node/*/lib',
  '.volta/tools/image/node/*/lib',
  '.volta/tools/image/packages/*/lib',
  '.local/share/pnpm/global/*',
  '.config/yarn/global',
  '.bun/install/global',
] as const;

/** The folders whose node_modules holds packages for everybody, or for a user. @param homes of users, without a slash at their end */
export function npmRoots(host: Host, homes: readonly string[]): string[] {
  const ofUsers = homes
    .filter((home) => host.exists(home))
    .flatMap((home) => OF_A_USER.flatMap((root) => starPaths(host, `${home}/${root}`)));
  return [...OF_THE_SYSTEM, ...ofUsers];
}
