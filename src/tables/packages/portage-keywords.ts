import { tableOf } from '../../catalog/index.js';
import { type PortageRule, readPortageRules } from '../../host/index.js';
import { Complaints } from '../complaints.js';

const { table, integer, text } = tableOf<PortageRule & { readonly keyword: string | null }>();

/** A row per atom and keyword; one for an atom without keywords. */
export const portageKeywords = table({
  name: 'portage_keywords',
  description: 'Packages of Gentoo that an administrator accepts with other keywords, masks or unmasks',
  rows: 20,
  sources: [
    '/etc/portage/package.accept_keywords',
    '/etc/portage/package.keywords',
    '/etc/portage/package.mask',
    '/etc/portage/package.unmask',
  ],
  examples: [
    'SELECT package, version, keyword FROM portage_keywords',
    'SELECT package FROM portage_keywords WHERE mask = 1',
  ],
  columns: {
    package: text('Category and name, as far as they are written', ({ atom }) => atom.name),
    version: text('Versions that it is about, such as >=1.2; null for all', versionOf, { collation: 'version' }),
    keyword: text('Keyword that is accepted, such as ~amd64', (row) => row.keyword),
    mask: integer('1 where it is masked', (row) => Number(row.isMasked)),
    unmask: integer('1 where it is unmasked', (row) => Number(row.isUnmasked)),
  },
  *scan({ host, checkpoint, warn }) {
    const { attempt } = new Complaints('portage_keywords', warn);
    for (const rule of readPortageRules(host, attempt)) {
      checkpoint();
      for (const keyword of rule.keywords.length > 0 ? rule.keywords : [null]) yield { ...rule, keyword };
    }
  },
});

/** `=1.2` is written without its sign. */
function versionOf({ atom: { operator, version } }: PortageRule): string | null {
  return version === null ? null : (operator === '=' ? '' : operator) + version;
}
