import type { ScanRequest } from '../../catalog/index.js';
import { type DigestName, READ_MAX_BYTES, Refused, readDigests, TooLarge } from '../../host/index.js';
import type { InNamespace, MountNamespace } from '../mount-namespace.js';
import type { FileEntry } from './file-entry.js';

const NAMES: readonly DigestName[] = ['md5', 'sha1', 'sha256'];
const NONE: ReadonlyMap<DigestName, string> = new Map();

/** A scan's way to hash files: which digests it needs, and what it has complained of. */
export class Digester {
  readonly #names: readonly DigestName[];
  readonly #request: Pick<ScanRequest, 'checkpoint' | 'warn'>;
  readonly #warnings = new Set<string>();

  /** @param request its `columns` say which digests are needed */
  constructor(request: Pick<ScanRequest, 'columns' | 'checkpoint' | 'warn'>) {
    this.#names = NAMES.filter((name) => request.columns.has(name));
    this.#request = request;
  }

  /** The digests of the scan's columns; none where the file cannot be read, or is too large. @throws Gone */
  digestsOf({ namespace, path, target }: FileEntry): ReadonlyMap<DigestName, string> {
    try {
      // Told by its size, a large file is not read up to the limit in vain.
      if (target && target.size > READ_MAX_BYTES) throw new TooLarge(path, READ_MAX_BYTES);
      return readDigests(namespace.host, path, this.#names, { checkpoint: this.#request.checkpoint });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#warnOnce(
        error instanceof TooLarge
          ? `files larger than ${READ_MAX_BYTES} bytes are not hashed`
          : `some files cannot be read, and are not hashed: ${error.reason}`,
      );
      return NONE;
    }
  }

  #warnOnce(message: string): void {
    if (this.#warnings.has(message)) return;
    this.#warnings.add(message);
    this.#request.warn(message);
  }
}

/** A regular file that is hashed when a digest is first read. */
export class HashedFile implements InNamespace {
  #digests: ReadonlyMap<DigestName, string> | undefined;

  constructor(
    readonly entry: FileEntry,
    readonly digester: Digester,
  ) {}

  get namespace(): MountNamespace {
    return this.entry.namespace;
  }

  /** In hexadecimal, null where there is none. @throws Gone */
  digest(name: DigestName): string | null {
    this.#digests ??= this.digester.digestsOf(this.entry);
    return this.#digests.get(name) ?? null;
  }
}
