import type { ScanRequest } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import type { Host } from '../../host/index.js';
import { Complaints } from '../complaints.js';
import type { FileEntry } from '../files/file-entry.js';
import { type FileRequest, selectFiles } from '../files/select.js';
import type { InNamespace, MountNamespace } from '../mount-namespace.js';

/** Something that a file holds, and the file. */
export class FileContent<T> implements InNamespace {
  constructor(
    readonly entry: FileEntry,
    readonly item: T,
  ) {}

  get namespace(): MountNamespace {
    return this.entry.namespace;
  }
}

/**
 * What `read` finds in each regular file that a query asks for by path or directory. One warning for each reason why some
 * cannot be read.
 * @param isCandidate by path, for files that are found in a folder or by a pattern; those that are named are all read
 */
export function* readFiles<T>(
  request: FileRequest & Pick<ScanRequest, 'checkpoint'>,
  table: string,
  isCandidate: (path: string) => boolean,
  read: (host: Host, path: string, complaints: Complaints) => readonly T[],
): Generator<FileContent<T>> {
  const complaints = new Complaints(table, request.warn);
  const isNamed = request.lookup.path?.values !== undefined;
  for (const entry of selectFiles(request)) {
    request.checkpoint();
    if ((!isNamed && !isCandidate(entry.path)) || !isRegular(entry)) continue;
    const items = complaints.attempt<readonly T[]>([], () => read(entry.namespace.host, entry.path, complaints));
    for (const item of items) yield new FileContent(entry, item);
  }
}

function isRegular(entry: FileEntry): boolean {
  try {
    return entry.isRegular;
  } catch (error) {
    if (error instanceof Gone) return false;
    throw error;
  }
}
