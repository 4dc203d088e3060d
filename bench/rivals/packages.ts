import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** Loads a package of `bench/package.json`; npm runs scripts in the repository's root. */
export const requirePackage = createRequire(resolve('bench/package.json'));
