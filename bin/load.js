'use strict';
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

/**
 * What a bundle in `dist` exports. It is loaded with the compiled form that the build left beside it, where there is one,
 * which saves compiling it anew at every start, and the memory for that. Another version of Node, or a missing file,
 * costs time only.
 */
module.exports = function load(name) {
  const file = join(__dirname, '../dist', name);
  const cache = `${file}.cache`;
  // Bundles are ASCII: as latin1 it becomes a string without being decoded.
  const script = new Script(
    `(function (require, module, exports, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`,
    {
      filename: file,
      cachedData: existsSync(cache) ? readFileSync(cache) : undefined,
    },
  );
  const bundle = { exports: {} };
  const nodeRequire = createRequire(file);
  // Parts of the program are loaded in the same way.
  const require = (id) => (/^\.\/hostql-[\w-]+\.cjs$/.test(id) ? load(id.slice(2)) : nodeRequire(id));
  script.runInThisContext()(require, bundle, bundle.exports, file, join(file, '..'));
  if (process.env.HOSTQL_WRITE_CODE_CACHE === name) {
    process.on('exit', () => writeFileSync(cache, script.createCachedData()));
  }
  return bundle.exports;
};
