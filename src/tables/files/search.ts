import type { ScanRequest } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import { type Host, Refused } from '../../host/index.js';

/**
 * One scan's way through folders: it can be cancelled, and what may not be read is one warning, not one for each folder
 * of a disk.
 */
export class Search {
  #hasWarned = false;

  constructor(
    readonly host: Host,
    readonly request: Pick<ScanRequest, 'checkpoint' | 'warn'>,
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

  warn(message: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.request.warn(message);
  }
}
