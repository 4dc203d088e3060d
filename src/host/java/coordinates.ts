import { linesOf } from '../words.js';

/** What a Java archive is, or holds: its coordinates as Maven writes them; null for what is not known. */
export interface JavaArtifact {
  readonly group: string | null;
  readonly name: string;
  readonly version: string | null;
  /** What tells: pom.properties, the manifest, or no more than the name of the file. */
  readonly source: 'pom.properties' | 'manifest' | 'file name';
}

/** META-INF/maven/GROUP/NAME/pom.properties. Undefined where it names no artifact. Pure. */
export function parsePomProperties(text: string): JavaArtifact | undefined {
  const values = new Map<string, string>();
  for (const line of linesOf(text)) {
    const [, key, value] = /^(groupId|artifactId|version)\s*[=:]\s*(.+)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, value);
  }
  const name = values.get('artifactId');
  if (name === undefined) return undefined;
  return {
    group: values.get('groupId') ?? null,
    name,
    version: values.get('version') ?? null,
    source: 'pom.properties',
  };
}

/** The main attributes of a manifest (JAR File Specification): a line that begins with a blank goes on with the one before. Pure. */
export function parseJarManifest(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  const main = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  for (const line of main.replace(/\r?\n /g, '').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) attributes.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return attributes;
}

/** An archive that no pom.properties tells of: by its manifest (as its build or OSGi wrote it), then by its name. Pure. */
export function artifactOf(manifest: ReadonlyMap<string, string>, file: string): JavaArtifact {
  const known = (...names: string[]): string | null => {
    for (const name of names) {
      const value = manifest.get(name);
      if (value && !value.startsWith('${')) return value;
    }
    return null;
  };
  const named = parseArchiveName(file);
  const version = known('implementation-version', 'bundle-version', 'specification-version');
  const title = known('automatic-module-name', 'bundle-symbolicname', 'implementation-title')?.split(';', 1)[0]?.trim();
  return {
    group: known('implementation-vendor-id'),
    name: named.name || title || file,
    version: named.version ?? version,
    source: named.version === null && (title || version) ? 'manifest' : 'file name',
  };
}

/** `guava-32.1.3-jre.jar`: a name, and the version that begins at the first digit behind a dash. Pure. */
export function parseArchiveName(file: string): { readonly name: string; readonly version: string | null } {
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.\w{1,5}$/, '');
  const at = stem.search(/-\d/);
  return at <= 0 ? { name: stem, version: null } : { name: stem.slice(0, at), version: stem.slice(at + 1) };
}
