import { tableOf } from '../../catalog/index.js';
import { readOrWarn, readShadow, type ShadowEntry } from '../../host/index.js';
import { admitting } from './ids.js';

const { table, bigint, text } = tableOf<ShadowEntry>();

/** -1 for an empty field, as the C library gives it. */
const days = (field: 'lastChange' | 'min' | 'max' | 'warning' | 'inactive' | 'expire', description: string) =>
  bigint(`${description}; -1 where nothing is said`, (entry) => entry[`${field}Days`] ?? -1);

/** Never the hash itself. Needs root, or the group shadow. */
export const shadow = table({
  name: 'shadow',
  description: 'State and age of local passwords, as /etc/shadow has them',
  rows: 30,
  sources: ['/etc/shadow'],
  privileges: 'root; others get no rows and a warning',
  examples: [
    "SELECT username FROM shadow WHERE password_status = 'empty'",
    "SELECT username, hash_alg, last_change FROM shadow WHERE password_status = 'active' AND hash_alg IN ('1', '5')",
  ],
  columns: {
    password_status: text('active, locked, empty or not_set', (entry) => entry.status),
    hash_alg: text('Hash method as crypt(5) writes it: 1 MD5, 6 SHA-512, y yescrypt', (entry) => entry.algorithm),
    last_change: days('lastChange', 'Day of the last change, counted from 1970'),
    min: days('min', 'Days before it may change again'),
    max: days('max', 'Days after which it must change'),
    warning: days('warning', 'Days of warning before that'),
    inactive: days('inactive', 'Days that an expired password still lets in'),
    expire: days('expire', 'Day the account ends, counted from 1970'),
    flag: bigint('Reserved', (entry) => entry.flag),
    username: text('Name of the user', (entry) => entry.name, { key: {} }),
  },
  *scan({ host, lookup, warn }) {
    const admits = admitting(lookup.username);
    for (const entry of readOrWarn([], warn, () => readShadow(host))) if (admits(entry.name)) yield entry;
  },
});
