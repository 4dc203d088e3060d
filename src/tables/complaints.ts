import { Gone } from '../core/index.js';
import { Refused } from '../host/index.js';

/** What a scan says of files it cannot read: one warning for each reason, however many files there are. */
export class Complaints {
  readonly #reasons = new Set<string>();

  /** @param table named in the warnings */
  constructor(
    readonly table: string,
    readonly warn: (message: string) => void,
  ) {}

  /** What `read` gives, or `otherwise` where there is no such file, or the host refuses. */
  readonly attempt = <T>(otherwise: T, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (error instanceof Refused) this.complain(error);
      else if (!(error instanceof Gone)) throw error;
      return otherwise;
    }
  };

  /** Says so, unless something was refused for that reason before. */
  readonly complain = ({ path, reason }: Refused): void => {
    if (this.#reasons.has(reason)) return;
    this.#reasons.add(reason);
    this.warn(`${this.table}: cannot read some files, such as ${path}: ${reason}`);
  };
}
