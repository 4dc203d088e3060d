import { encodeText } from '../../core/index.js';
import type { OsRelease } from '../../host/index.js';

/** A package as its ecosystem writes it. */
export interface PackageIdentity {
  /** Kind of package: deb, rpm, npm, pypi, golang, cargo, maven, generic, … */
  readonly type: string;
  /**
   * What the name stands under, with `/` between its parts: distribution (deb, rpm), group id (maven). For npm and golang
   * it may stay in the name: `@angular/core`, `github.com/gorilla/mux`.
   */
  readonly namespace?: string | null;
  readonly name: string | null;
  /** As the package manager writes it; for rpm `version-release`, with its epoch among the qualifiers. */
  readonly version?: string | null;
  /** Such as `arch` and `distro`; those without a value are left out. */
  readonly qualifiers?: Readonly<Record<string, string | number | bigint | null | undefined>>;
  /** Path inside the package. */
  readonly subpath?: string | null;
}

/**
 * The package URL (purl, ECMA-427) of a package in its one canonical form: `pkg:deb/debian/curl@7.88.1-10?arch=amd64`.
 * Other sources of facts on packages, such as lists of vulnerabilities, know packages by it. Pure.
 * @returns null for a package without a name, of which there is no URL
 */
export function purl(identity: PackageIdentity): string | null {
  const { type, version } = identity;
  const [namespace, name] = withinNamespace(identity);
  if (name === '') return null;
  const path = [...segments(namespace), name].map(encode).join('/');
  const qualifiers = printQualifiers(identity.qualifiers ?? {});
  const subpath = segments(identity.subpath ?? '')
    .filter((segment) => segment !== '.' && segment !== '..')
    .map(encode)
    .join('/');
  return [
    `pkg:${type.toLowerCase()}/${path}`,
    version ? `@${encode(version)}` : '',
    qualifiers && `?${qualifiers}`,
    subpath && `#${subpath}`,
  ].join('');
}

/** How package URLs name the system that packages are of: by its id, and with its version: `debian`, `debian-12`. */
export function distribution(
  { id, versionId }: OsRelease,
  otherwise: string,
): { readonly namespace: string; readonly distro: string | null } {
  const distro = id === null ? null : versionId === null ? id : `${id}-${versionId}`;
  return { namespace: id ?? otherwise, distro };
}

/** Types that take both in any case of letters, and those that take the namespace so: they are written small. */
const CASELESS = new Set(['deb', 'golang', 'npm', 'pypi', 'apk', 'alpm', 'composer', 'github', 'bitbucket']);
const CASELESS_NAMESPACE = new Set([...CASELESS, 'rpm']);
/** Types whose own names hold the namespace. */
const QUALIFIED_NAMES = new Set(['npm', 'golang']);

function withinNamespace(identity: PackageIdentity): [namespace: string, name: string] {
  const type = identity.type.toLowerCase();
  let namespace = identity.namespace ?? '';
  let name = (identity.name ?? '').replace(/^\/+|\/+$/g, '');
  const slash = name.lastIndexOf('/');
  if (slash >= 0 && namespace === '' && QUALIFIED_NAMES.has(type)) {
    namespace = name.slice(0, slash);
    name = name.slice(slash + 1);
  }
  if (CASELESS_NAMESPACE.has(type)) namespace = namespace.toLowerCase();
  if (CASELESS.has(type)) name = name.toLowerCase();
  if (type === 'pypi') name = name.replaceAll('_', '-');
  return [namespace, name];
}

const segments = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

function printQualifiers(qualifiers: NonNullable<PackageIdentity['qualifiers']>): string {
  const pairs: string[] = [];
  for (const key of Object.keys(qualifiers).sort()) {
    const value = qualifiers[key];
    if (value !== null && value !== undefined && value !== '') pairs.push(`${key.toLowerCase()}=${encode(`${value}`)}`);
  }
  return pairs.join('&');
}

/** A colon stays as it is, whatever it stands for. */
const PLAIN = /^[A-Za-z0-9.\-_~:]*$/;

/** Everything else as the bytes of its UTF-8, also bytes that are none (see `decodeText`). */
function encode(text: string): string {
  if (PLAIN.test(text)) return text;
  let encoded = '';
  for (const byte of encodeText(text)) {
    const letter = String.fromCharCode(byte);
    encoded += PLAIN.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
