import { textOf } from '../text.js';
import { DER, type DerElement, derDecimal, derElements, derObjectId, derOnly, derSequence, derText } from './der.js';
import { constrainedNameText, generalNameText } from './general-name.js';
import { longName, shortName } from './names.js';

/** Extensions (RFC 5280, 4.2) whose content has a text here, by their identifiers. */
export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  subjectInfoAccess: '1.3.6.1.5.5.7.1.11',
} as const;

export type ExtensionName = keyof typeof EXTENSION;

/** An extension's content as OpenSSL prints it, some of it in several lines; null for what is malformed. Pure. */
export function extensionText(name: ExtensionName, content: Buffer): string | null {
  return TEXTS[name](content);
}

/** Bits from the first on (RFC 5280, 4.2.1.3). */
const USAGES = [
  ...['Digital Signature', 'Non Repudiation', 'Key Encipherment', 'Data Encipherment', 'Key Agreement'],
  ...['Certificate Sign', 'CRL Sign', 'Encipher Only', 'Decipher Only'],
];

const TEXTS: Readonly<Record<ExtensionName, (content: Buffer) => string | null>> = {
  subjectKeyIdentifier: (content) => hexOf(derOnly(content, DER.octetString)),
  keyUsage: (content) => {
    const bits = usageBits(content);
    return bits && USAGES.filter((_, bit) => bits.has(bit)).join(', ');
  },
  subjectAltName: (content) => namesText(content, ', '),
  issuerAltName: (content) => namesText(content, ', '),
  basicConstraints: basicConstraintsText,
  nameConstraints: nameConstraintsText,
  certificatePolicies: (content) =>
    itemsText(content, '\n', (policy) => {
      const [id, qualifiers] = derSequence(policy);
      if (id?.tag !== DER.objectId) return null;
      const lines = derSequence(qualifiers).map(qualifierText);
      return [`Policy: ${longName(derObjectId(id.content))}`, ...lines].join('\n');
    }),
  policyMappings: (content) => itemsText(content, ', ', (pair) => pairOf(derSequence(pair))),
  authorityKeyIdentifier: authorityText,
  policyConstraints: (content) => {
    const fields = derSequence(derOnly(content, DER.sequence));
    const number = (tag: number, words: string): string[] =>
      fields.filter((field) => field.tag === tag).map((field) => `${words}:${derDecimal(field.content)}`);
    return [...number(0x80, 'Require Explicit Policy'), ...number(0x81, 'Inhibit Policy Mapping')].join(', ');
  },
  extendedKeyUsage: (content) =>
    itemsText(content, ', ', (id) => (id.tag === DER.objectId ? longName(derObjectId(id.content)) : null)),
  authorityInfoAccess: accessText,
  subjectInfoAccess: accessText,
};

/** Numbers of the bits that are set in a key's usage; null for what is malformed. Pure. */
export function usageBits(extension: Buffer | undefined): ReadonlySet<number> | null {
  const bits = derOnly(extension, DER.bitString)?.content.subarray(1);
  if (!bits) return null;
  return new Set([...USAGES.keys()].filter((bit) => (((bits[bit >> 3] ?? 0) >> (7 - (bit % 8))) & 1) === 1));
}

/** The texts of a sequence's elements; null where one has none. */
function itemsText(content: Buffer, between: string, textOfItem: (item: DerElement) => string | null): string | null {
  const sequence = derOnly(content, DER.sequence);
  if (!sequence) return null;
  const texts = derElements(sequence.content).map(textOfItem);
  return texts.includes(null) ? null : texts.join(between);
}

const namesText = (content: Buffer, between: string): string | null => itemsText(content, between, generalNameText);

const hexOf = (element: DerElement | undefined): string | null =>
  element ? (element.content.toString('hex').toUpperCase().match(/../g)?.join(':') ?? '') : null;

const pairOf = (ids: readonly DerElement[]): string =>
  ids.map(({ content }) => longName(derObjectId(content))).join(':');

function basicConstraintsText(content: Buffer): string | null {
  const sequence = derOnly(content, DER.sequence);
  if (!sequence) return null;
  const fields = derElements(sequence.content);
  const length = fields.find(({ tag }) => tag === DER.integer);
  const authority = fields.find(({ tag }) => tag === DER.boolean);
  const isAuthority = authority !== undefined && authority.content[0] !== 0;
  return `CA:${isAuthority ? 'TRUE' : 'FALSE'}${length ? `, pathlen:${derDecimal(length.content)}` : ''}`;
}

/** The key's own id is the field [0], names of its issuer are [1], and [2] is the number that the issuer gave. */
function authorityText(content: Buffer): string | null {
  const sequence = derOnly(content, DER.sequence);
  if (!sequence) return null;
  const fields = derElements(sequence.content);
  const field = (wanted: number): DerElement | undefined => fields.find(({ tag }) => tag === wanted);
  const [key, issuer, serial] = [field(0x80), field(0xa1), field(0x82)];
  const lines = key ? [`${issuer || serial ? 'keyid:' : ''}${hexOf(key)}`] : [];
  for (const name of issuer ? derElements(issuer.content) : []) lines.push(generalNameText(name) ?? '');
  if (serial) lines.push(`serial:${hexOf({ ...serial, content: withoutZero(serial.content) })}`);
  return lines.join('\n');
}

const withoutZero = (number: Buffer): Buffer => (number.length > 1 && number[0] === 0 ? number.subarray(1) : number);

function nameConstraintsText(content: Buffer): string | null {
  const fields = derSequence(derOnly(content, DER.sequence));
  const trees = (wanted: number, title: string): string[] =>
    fields
      .filter(({ tag }) => tag === wanted)
      .map((field) => {
        const names = derElements(field.content).map((tree) => derSequence(tree)[0]);
        return [`${title}:`, ...names.map((name) => `  ${name ? constrainedNameText(name) : ''}`)].join('\n');
      });
  return [...trees(0xa0, 'Permitted'), ...trees(0xa1, 'Excluded')].join('\n');
}

const CPS = 'id-qt-cps';
const NOTICE = 'id-qt-unotice';

function qualifierText(qualifier: DerElement): string {
  const [type, value] = derSequence(qualifier);
  const id = type ? derObjectId(type.content) : '';
  if (shortName(id) === CPS && value) return `  CPS: ${textOf(value.content)}`;
  if (shortName(id) === NOTICE && value) return ['  User Notice:', ...noticeLines(value)].join('\n');
  return `  Unknown Qualifier: ${longName(id)}`;
}

function noticeLines(notice: DerElement): string[] {
  const lines: string[] = [];
  for (const field of derSequence(notice)) {
    const [organization, numbers] = derSequence(field);
    if (organization && numbers) {
      const all = derSequence(numbers).map(({ content }) => derDecimal(content));
      lines.push(`    Organization: ${derText(organization)}`);
      lines.push(`    Number${all.length > 1 ? 's' : ''}: ${all.join(', ')}`);
    } else lines.push(`    Explicit Text: ${derText(field)}`);
  }
  return lines;
}

function accessText(content: Buffer): string | null {
  return itemsText(content, '\n', (access) => {
    const [method, location] = derSequence(access);
    const place = location ? generalNameText(location) : null;
    return method && place !== null ? `${longName(derObjectId(method.content))} - ${place}` : null;
  });
}
