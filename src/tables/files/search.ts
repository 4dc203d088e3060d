import type { ScanRequest } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import { type Host, Refused } from '../../host/index.js';
import { EVERYWHERE, type WalkOptions } from './walk.js';

/**
 * One scan's way through folders: it can be cancelled, and what may not be read is one warning, not one for each folder
 * of a disk.
 */
export class Search {
  #hasWarned = false;
  readonly #leftOut = new Set<string>();

  constructor(
    readonly host: Host,
    readonly request: Pick<ScanRequest, 'checkpoint' | 'warn'>,
    readonly walk: WalkOptions = EVERYWHERE,
  ) {}

  /** What `read` gives; undefined where there is nothing, or where the host refuses. */
  attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.skip(error);
      return undefined;
    }
  }

  /** Swallows what a folder or file of the host's can be blamed for. */
  skip(error: unknown): void {
    if (error instanceof Refused) this.warn(error.message);
    else if (!(error instanceof Gone)) throw error;
    else if (error.message.startsWith('ENAMETOOLONG')) this.warn('cannot read paths longer than 4,095 bytes');
  }

  /** Says once for each kind what the search was asked to leave out, where there is something of it. */
  leaveOut(kind: string, path: string, isThere: () => boolean): void {
    if (this.#leftOut.has(kind) || !isThere()) return;
    this.#leftOut.add(kind);
    this.request.warn(`${kind} are left out, such as ${path}`);
  }

  warn(message: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.request.warn(message);
  }
}
