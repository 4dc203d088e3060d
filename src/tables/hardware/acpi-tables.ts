import { createHash } from 'node:crypto';
import { COST, tableOf } from '../../catalog/index.js';
import { type Host, readOrWarn, refusedIsNull } from '../../host/index.js';

const FOLDER = '/sys/firmware/acpi/tables';

interface AcpiTable {
  readonly host: Host;
  readonly name: string;
}

const { table, integer, text } = tableOf<AcpiTable>();

/** Names and sizes are everyone's, contents root's. */
export const acpiTables = table({
  name: 'acpi_tables',
  description: 'ACPI tables of the firmware',
  rows: 12,
  sources: ['/sys/firmware/acpi/tables'],
  privileges: 'root for size and digests',
  examples: ['SELECT name, size, md5 FROM acpi_tables', 'SELECT name FROM acpi_tables WHERE size > 4096'],
  columns: {
    name: text('Signature, with a number where there are several', (acpi) => acpi.name, { key: { unique: true } }),
    size: integer('Bytes', ({ host, name }) => refusedIsNull(() => Number(host.stat(`${FOLDER}/${name}`).size)), {
      cost: COST.syscall,
    }),
    md5: text(
      'MD5 of the whole table, null where we may not read it',
      ({ host, name }) =>
        refusedIsNull(() =>
          createHash('md5')
            .update(host.readBytes(`${FOLDER}/${name}`))
            .digest('hex'),
        ),
      { cost: 2 * COST.file, collation: 'nocase' },
    ),
  },
  *scan({ host, lookup, warn }) {
    const wanted = lookup.name?.values && new Set(lookup.name.values);
    const entries = readOrWarn([], warn, () => host.listEntries(FOLDER));
    for (const { name, kind } of entries) if (kind === 'file' && (!wanted || wanted.has(name))) yield { host, name };
  },
});
