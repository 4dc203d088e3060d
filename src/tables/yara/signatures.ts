import { createHash } from 'node:crypto';
import type { ColumnOptions, Lookup, ScanRequest } from '../../catalog/index.js';
import { tableOf } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import {
  type MatchColumns,
  Refused,
  readYaraRules,
  type YaraRules,
  YaraScanner,
  type YaraSource,
} from '../../host/index.js';

/** Columns that say by which rules to scan. */
export interface Signature {
  readonly column: 'sig_group' | 'sigfile' | 'sigrule';
  readonly value: string;
}

/** A row: a target and what matched in it. */
export interface Scanned extends MatchColumns {
  readonly signature: Signature;
}

/** What one scan may take. */
export const SCAN_MS = 30_000;

const { integer, text } = tableOf<Scanned>();
const asked = { key: { exact: false, maxValues: 64 } } as const satisfies ColumnOptions;
const rulesOf =
  (column: string) =>
  ({ signature }: Scanned): string =>
    signature.column === column ? signature.value : '';

/** The columns that both tables have, but for the target and the place of the hidden ones. */
export const scanColumns = {
  matches: text('Names of the rules that match, with commas between', (row) => row.matches),
  count: integer('How many rules match', (row) => row.count),
  sig_group: text("Group of rules in the configuration's section yara", rulesOf('sig_group'), asked),
  sigfile: text('File of rules; a relative name is below /etc/osquery/yara', rulesOf('sigfile'), asked),
  sigrule: text('Text of rules', rulesOf('sigrule'), { ...asked, hidden: true }),
  strings: text('Where their strings were found, as $name:offset in hexadecimal', (row) => row.strings),
  tags: text('Tags of the rules that match', (row) => row.tags),
  sigurl: text('Address of rules; none are fetched', () => '', { ...asked, hidden: true }),
} as const;

export type SignatureLookup = Readonly<Partial<Record<Signature['column'] | 'sigurl', Lookup<string>>>>;

type Request = Pick<ScanRequest, 'host' | 'signal' | 'self' | 'warn'> & { readonly lookup: SignatureLookup };

/** The rules of a query, compiled: to be closed by whoever opened them. */
export class Signatures {
  readonly #scanner: YaraScanner;
  readonly #known: { readonly signature: Signature; readonly key: string }[] = [];

  private constructor(private readonly request: Request) {
    this.#scanner = new YaraScanner(SCAN_MS, request.signal);
  }

  /** Rules that cannot be had or compiled are a warning. */
  static async open(request: Request): Promise<Signatures> {
    const signatures = new Signatures(request);
    const { lookup, warn } = request;
    if (lookup.sigurl) warn('sigurl: rules are not fetched; put them into a file');
    for (const column of ['sig_group', 'sigfile', 'sigrule'] as const) {
      for (const value of lookup[column]?.values ?? []) {
        const rules = signatures.#rulesOf({ column, value });
        if (rules) await signatures.#add({ column, value }, rules);
      }
    }
    if (!lookup.sigurl && !lookup.sig_group && !lookup.sigfile && !lookup.sigrule)
      warn('no rules to scan by: say what sig_group, sigfile or sigrule is');
    return signatures;
  }

  get isEmpty(): boolean {
    return this.#known.length === 0;
  }

  async #add(signature: Signature, rules: YaraRules): Promise<void> {
    const { hasRules, complaints } = await this.#scanner.add(rules);
    this.request.signal.throwIfAborted();
    for (const complaint of complaints) this.request.warn(`YARA: ${complaint}`);
    if (hasRules) this.#known.push({ signature, key: rules.key });
  }

  #rulesOf({ column, value }: Signature): YaraRules | undefined {
    const key = `${column} ${createHash('sha256').update(value).digest('hex')}`;
    if (column === 'sigrule') return { key, sources: [{ name: 'sigrule', text: value }], hidesFirst: true };
    if (column === 'sigfile') return { key, sources: this.#read([value]) };
    const files = this.request.self?.yara?.[value];
    if (!files) this.request.warn(`the configuration has no group of YARA rules "${value}"`);
    return files && { key, sources: this.#read(files) };
  }

  #read(names: readonly string[]): YaraSource[] {
    return names.flatMap((name) => {
      try {
        return [readYaraRules(this.request.host, name)];
      } catch (error) {
        if (error instanceof Refused) this.request.warn(error.message);
        else if (error instanceof Gone) this.request.warn(`cannot read the YARA rules ${name}: no such file`);
        else throw error;
        return [];
      }
    });
  }

  /**
   * Scans some bytes by each of the signatures.
   * @param what for the warning, where that takes too long
   * @param toColumns makes columns of matches
   */
  async *scan<T>(
    bytes: Uint8Array,
    what: string,
    toColumns: (matches: NonNullable<Awaited<ReturnType<YaraScanner['scan']>>>, signature: Signature) => T,
  ): AsyncGenerator<T> {
    for (const { signature, key } of this.#known) {
      const matches = await this.#scanner.scan(new Uint8Array(bytes), key);
      this.request.signal.throwIfAborted();
      if (matches) yield toColumns(matches, signature);
      else this.request.warn(`${what} cannot be scanned in ${SCAN_MS / 1000} seconds`);
    }
  }

  close(): void {
    this.#scanner.end();
  }
}
