import { DER, type DerElement, derElements, derObjectId, derOnly, derText } from './der.js';
import { DistinguishedName } from './distinguished-name.js';
import { longName, shortName } from './names.js';

/** Kinds of general names (RFC 5280, 4.2.1.6) by their tags. */
const OTHER = 0xa0;
const EMAIL = 0x81;
const DNS = 0x82;
const X400 = 0xa3;
const DIRECTORY = 0xa4;
const EDI_PARTY = 0xa5;
const URI = 0x86;
const ADDRESS = 0x87;
const REGISTERED_ID = 0x88;

/** Other names that OpenSSL has words for. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'id-on-SmtpUTF8Mailbox': 'SmtpUTF8Mailbox',
  'id-on-xmppAddr': 'XmppAddr',
  'id-on-dnsSRV': 'SRVName',
  msUPN: 'UPN',
  'id-on-NAIRealm': 'NAIRealm',
};

/** `DNS:example.org`, as OpenSSL writes it in lists of names; null for what is no general name. Pure. */
export function generalNameText({ tag, content }: DerElement): string | null {
  switch (tag) {
    case OTHER:
      return otherNameText(content);
    case EMAIL:
      return `email:${content.toString('latin1')}`;
    case DNS:
      return `DNS:${content.toString('latin1')}`;
    case URI:
      return `URI:${content.toString('latin1')}`;
    case X400:
      return 'X400Name:<unsupported>';
    case EDI_PARTY:
      return 'EdiPartyName:<unsupported>';
    case ADDRESS:
      return `IP Address:${addressText(content)}`;
    case REGISTERED_ID:
      return `Registered ID:${longName(derObjectId(content))}`;
    case DIRECTORY: {
      const name = derOnly(content, DER.sequence);
      return name ? `DirName:${new DistinguishedName(name).oneLine}` : null;
    }
    default:
      return null;
  }
}

/** A subtree of name constraints: directory names are spaced, and addresses have a mask. Pure. */
export function constrainedNameText(element: DerElement): string | null {
  const { tag, content } = element;
  const half = content.length / 2;
  if (tag === ADDRESS && (half === 4 || half === 16))
    return `IP:${addressText(content.subarray(0, half))}/${addressText(content.subarray(half))}`;
  if (tag === ADDRESS) return `IP:<invalid length=${content.length}>`;
  const name = tag === DIRECTORY ? derOnly(content, DER.sequence) : undefined;
  return name ? `DirName:${new DistinguishedName(name).spaced}` : generalNameText(element);
}

function otherNameText(content: Buffer): string | null {
  const [type, wrapper] = derElements(content);
  if (type?.tag !== DER.objectId || wrapper?.tag !== 0xa0) return null;
  const id = derObjectId(type.content);
  const name = OTHER_NAMES[shortName(id)] ?? longName(id);
  const [value] = derElements(wrapper.content);
  const isText = value?.tag === DER.utf8String || value?.tag === DER.ia5String;
  return `othername: ${name}::${isText ? derText(value) : '<unsupported>'}`;
}

/** IPv6 in eight groups without leading zeros, as OpenSSL has it. */
function addressText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return `<invalid length=${bytes.length}>`;
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16));
  return groups.join(':').toUpperCase();
}
