/** A Debian version (deb-version(7)) as dpkg shows it, and its Debian revision. */
export interface DebVersion {
  readonly text: string;
  /** What stands after the last `-`; null for native packages. */
  readonly revision: string | null;
}

/** An epoch of zero is dropped, except where another colon follows. What is no version stays as it is. Pure. */
export function parseDebVersion(version: string): DebVersion {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  const revision = dash < 0 ? null : rest.slice(dash + 1) || null;
  if (colon < 0 || !/^\d+$/.test(version.slice(0, colon))) return { text: version, revision };
  const epoch = version.slice(0, colon).replace(/^0+(?=\d)/, '');
  return { text: epoch === '0' && !rest.includes(':') ? rest : `${epoch}:${rest}`, revision };
}
