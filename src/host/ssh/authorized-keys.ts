import { linesOf } from '../words.js';

/** A key that lets in. */
export interface AuthorizedKey {
  /** Such as ssh-ed25519. */
  readonly algorithm: string;
  /** In base64. */
  readonly key: string;
  /** As they are written, null where there are none. */
  readonly options: string | null;
  readonly comment: string | null;
}

/** Key types and certificates that sshd knows (PROTOCOL of OpenSSH), those it no longer takes by default included. */
const ALGORITHM = new RegExp(
  `^(?:(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp(?:256|384|521))(?:-cert-v01@openssh\\.com)?|` +
    `sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)(?:-cert-v01)?@openssh\\.com)$`,
);

/** sshd(8), AUTHORIZED_KEYS FILE FORMAT: options, kind of key, key, comment. Lines without a key are left out. Pure. */
export function* parseAuthorizedKeys(text: string): Generator<AuthorizedKey> {
  for (const line of linesOf(text)) {
    const key = line.startsWith('#') ? null : parseLine(line);
    if (key) yield key;
  }
}

function parseLine(line: string): AuthorizedKey | null {
  const plain = keyOf(line);
  if (plain) return { ...plain, options: null };
  const end = optionsEnd(line);
  const behind = keyOf(line.slice(end).trimStart());
  return behind && { ...behind, options: line.slice(0, end) };
}

function keyOf(text: string): Omit<AuthorizedKey, 'options'> | null {
  const [, algorithm = '', key = '', comment = ''] = /^(\S{1,64})\s+(\S+)(?:\s+(.*))?$/s.exec(text) ?? [];
  return ALGORITHM.test(algorithm) ? { algorithm, key, comment: comment || null } : null;
}

/** The first blank outside quotes; a backslash hides a quote. */
function optionsEnd(line: string): number {
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (character === '\\' && line[at + 1] === '"') at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === ' ' || character === '\t')) return at;
  }
  return line.length;
}
