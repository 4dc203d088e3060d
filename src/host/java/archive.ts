import { Refused, TooLarge } from '../errors.js';
import { type ByteSource, withRegularFile } from '../files/byte-source.js';
import type { Host } from '../host.js';
import { textOf } from '../text.js';
import { readZipEntry, type ZipEntry, zipEntries, zipEntrySource } from '../zip/archive.js';
import { artifactOf, type JavaArtifact, parseJarManifest, parsePomProperties } from './coordinates.js';

/** An artifact in an archive, or in one that lies within it. */
export interface FoundArtifact extends JavaArtifact {
  /** Names of the archives on the way to it, `!/` between them; null for the file itself. */
  readonly nestedPath: string | null;
}

const ARCHIVE = /\.(jar|war|ear|aar|sar|par|hpi|jpi)$/i;
const MANIFEST = 'META-INF/MANIFEST.MF';
const POM = /^META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
/** An application within its installer within a bundle: archives are nested no deeper. */
const MAX_DEPTH = 4;
const TEXT_MAX_BYTES = 1024 * 1024;
const NESTED_MAX_BYTES = 64 * 1024 * 1024;
/** What is unpacked of one file in all, and how many archives are opened in it. */
const TOTAL_MAX_BYTES = 512 * 1024 * 1024;
const MAX_ARCHIVES = 10_000;

/** Whether a file's name is that of a Java archive. */
export const isJavaArchiveName = (path: string): boolean => ARCHIVE.test(path);

/**
 * The artifacts of a Java archive and of those within it, the outer ones first.
 * @param warn told what was left out: an archive that is damaged, nested too deep, too large
 * @throws Gone, Refused where the file itself is no archive
 */
export function readJavaArtifacts(
  host: Host,
  path: string,
  checkpoint: () => void,
  warn: (problem: Refused) => void,
): FoundArtifact[] {
  return withRegularFile(host, path, (source) => new JavaReader(checkpoint, warn).read(source, path));
}

interface Pending {
  readonly source: ByteSource;
  readonly entry: ZipEntry;
  readonly nestedPath: string;
  readonly depth: number;
}

class JavaReader {
  readonly #found: FoundArtifact[] = [];
  readonly #checkpoint: () => void;
  readonly #warn: (problem: Refused) => void;
  readonly #pending: Pending[] = [];
  #unpackedBytes = 0;

  constructor(checkpoint: () => void, warn: (problem: Refused) => void) {
    this.#checkpoint = checkpoint;
    this.#warn = warn;
  }

  read(source: ByteSource, path: string): FoundArtifact[] {
    this.#archive(source, path, null, 0);
    let opened = 0;
    for (let next = this.#pending.pop(); next; next = this.#pending.pop()) {
      this.#checkpoint();
      if (++opened > MAX_ARCHIVES) {
        this.#warn(new Refused(path, `more than ${MAX_ARCHIVES} archives within`));
        break;
      }
      this.#nested(next);
    }
    return this.#found;
  }

  #nested({ source, entry, nestedPath, depth }: Pending): void {
    try {
      const inner = zipEntrySource(source, entry, this.#allowance(source, NESTED_MAX_BYTES));
      if (entry.method !== 0) this.#unpackedBytes += inner.sizeBytes;
      this.#archive(inner, entry.name, nestedPath, depth);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#warn(error);
    }
  }

  #archive(source: ByteSource, file: string, nestedPath: string | null, depth: number): void {
    let manifest: ReadonlyMap<string, string> = new Map();
    let hasPom = false;
    const nested: Pending[] = [];
    const isWanted = (name: string): boolean => name === MANIFEST || POM.test(name) || ARCHIVE.test(name);
    for (const entry of zipEntries(source, isWanted)) {
      this.#checkpoint();
      if (ARCHIVE.test(entry.name)) {
        const path = nestedPath === null ? entry.name : `${nestedPath}!/${entry.name}`;
        nested.push({ source, entry, nestedPath: path, depth: depth + 1 });
        continue;
      }
      const text = this.#text(source, entry);
      if (entry.name === MANIFEST) manifest = parseJarManifest(text);
      else {
        const artifact = parsePomProperties(text);
        if (artifact) this.#found.push({ ...artifact, nestedPath });
        hasPom ||= artifact !== undefined;
      }
    }
    if (!hasPom) this.#found.push({ ...artifactOf(manifest, file), nestedPath });
    if (nested.length > 0 && depth >= MAX_DEPTH)
      this.#warn(new Refused(source.path, `archives nested deeper than ${MAX_DEPTH}`));
    else this.#pending.push(...nested.reverse());
  }

  #text(source: ByteSource, entry: ZipEntry): string {
    try {
      const bytes = readZipEntry(source, entry, this.#allowance(source, TEXT_MAX_BYTES));
      this.#unpackedBytes += bytes.length;
      return textOf(bytes);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#warn(error);
      return '';
    }
  }

  /** @throws TooLarge where too much was unpacked already */
  #allowance({ path }: ByteSource, bytes: number): number {
    const left = TOTAL_MAX_BYTES - this.#unpackedBytes;
    if (left <= 0) throw new TooLarge(path, TOTAL_MAX_BYTES);
    return Math.min(bytes, left);
  }
}
