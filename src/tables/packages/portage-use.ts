import { COST, tableOf } from '../../catalog/index.js';
import { listPortagePackages, type PortagePackage, words } from '../../host/index.js';

const { table, text } = tableOf<{ readonly pkg: PortagePackage; readonly use: string }>();

/** A row per package and flag. */
export const portageUse = table({
  name: 'portage_use',
  description: 'USE flags that packages of Gentoo were built with',
  rows: 10_000,
  rowCost: COST.syscall,
  sources: ['/var/db/pkg'],
  examples: [
    "SELECT use FROM portage_use WHERE package = 'dev-libs/openssl'",
    "SELECT package, version FROM portage_use WHERE use = 'debug'",
  ],
  columns: {
    package: text('Category and name', ({ pkg }) => pkg.name, { key: { rowsPerValue: 10 } }),
    version: text('Version with its revision', ({ pkg }) => pkg.version, { collation: 'version' }),
    use: text('The flag', (row) => row.use),
  },
  *scan({ host, lookup, checkpoint }) {
    for (const pkg of listPortagePackages(host, lookup.package?.values)) {
      checkpoint();
      for (const use of words(pkg.field('USE') ?? '')) yield { pkg, use };
    }
  },
});
