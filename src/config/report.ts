import type { Problem } from './config.js';
import { placesOf } from './text/index.js';

/** Problems that are kept per text. */
const MAX_PROBLEMS = 500;

interface Found {
  readonly severity: Problem['severity'];
  readonly message: string;
  readonly path: string;
  readonly at: number | undefined;
}

/** Collects what is wrong in one text; places are worked out once, at the end. */
export class Report {
  readonly #found: Found[] = [];

  constructor(
    readonly source: string,
    readonly text: string,
  ) {}

  /** True once no more problems are kept: whoever looks for more may stop. */
  get isFull(): boolean {
    return this.#found.length >= MAX_PROBLEMS;
  }

  error(message: string, path = '', at?: number): void {
    this.#add({ severity: 'error', message, path, at });
  }

  warning(message: string, path = '', at?: number): void {
    this.#add({ severity: 'warning', message, path, at });
  }

  problems(): Problem[] {
    const places = placesOf(
      this.text,
      this.#found.flatMap(({ at }) => at ?? []),
    );
    const problems = this.#found.map(
      ({ severity, message, path, at }): Problem => ({
        severity,
        source: this.source,
        ...(at === undefined ? {} : places.get(at)),
        ...(path !== '' && { path }),
        message,
      }),
    );
    const message = `only the first ${MAX_PROBLEMS} problems are listed`;
    return this.isFull ? [...problems, { severity: 'warning', source: this.source, message }] : problems;
  }

  #add(found: Found): void {
    if (!this.isFull) this.#found.push(found);
  }
}

/** A path one key longer, in the manner of RFC 6901. */
export const pathTo = (path: string, key: string | number): string =>
  `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
