import { createRequire } from 'node:module';

/**
 * Imports a module by its URL. Our program runs in a script, where `import()` is not to be had: a file beside it does that.
 * @throws what the module throws
 */
export function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  const load = createRequire(import.meta.url)('../bin/import.js') as (url: string) => Promise<Record<string, unknown>>; // bin/import.js is one line
  return load(url);
}
