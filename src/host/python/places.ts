import { starPaths } from '../files/star-paths.js';
import type { Host } from '../host.js';

const SITE = 'lib/python*/site-packages';

/** Where distributions of the system are, and of what is installed beside it for everybody. */
const OF_THE_SYSTEM = [
  '/usr/local/lib/python*/dist-packages',
  '/usr/local/lib/python*/site-packages',
  '/usr/local/lib64/python*/site-packages',
  '/usr/lib/python*/dist-packages',
  '/usr/lib/python*/site-packages',
  '/usr/lib64/python*/site-packages',
  '/opt/conda/lib/python*/dist-packages',
  `/opt/conda/${SITE}`,
  `/opt/miniconda3/${SITE}`,
  `/opt/anaconda3/${SITE}`,
  `/opt/pipx/venvs/*/${SITE}`,
] as const;

const CONDAS = ['miniforge3', 'miniconda3', 'anaconda3', 'mambaforge'] as const;

/** Prefixes below a user's home: interpreters of version managers, tools, environments. */
const OF_A_USER = [
  '.local',
  '.pyenv/versions/*',
  '.asdf/installs/python/*',
  '.local/share/mise/installs/python/*',
  '.local/share/uv/python/*',
  '.local/share/uv/tools/*',
  '.local/share/pipx/venvs/*',
  '.local/pipx/venvs/*',
  '.cache/pypoetry/virtualenvs/*',
  '.virtualenvs/*',
  '.local/share/virtualenvs/*',
  ...CONDAS,
  ...CONDAS.map((conda) => `${conda}/envs/*`),
] as const;

/** Folders with the distributions of everybody. */
export const pythonSystemFolders = (host: Host): string[] =>
  OF_THE_SYSTEM.flatMap((pattern) => starPaths(host, pattern));

/** Folders with a user's own distributions. @param home without a slash at its end */
export const pythonUserFolders = (host: Host, home: string): string[] =>
  OF_A_USER.flatMap((prefix) => starPaths(host, `${home}/${prefix}/${SITE}`));
