import type { Dialect } from '../flags/index.js';
import type { ShellIo } from './io.js';
import { type Mode, type ModeName, modeNamed, nullTextOf, separatorOf } from './modes/index.js';
import { Output, type TextSink } from './output.js';
import type { ShellState } from './state.js';

/** Where results go, and how: an open mode, on the terminal, the standard output or a file. */
export class Results {
  #file: { readonly path: string; readonly out: Output } | undefined;
  /** The next result alone goes here. */
  #export: { readonly path: string; readonly out: Output; readonly mode: ModeName } | undefined;
  #open: { readonly key: string; readonly mode: Mode } | undefined;

  /** Of the last result. */
  lastRows = 0;

  constructor(
    private readonly dialect: Dialect,
    private readonly state: ShellState,
    private readonly io: ShellIo,
  ) {}

  /** What takes results now. */
  get out(): TextSink {
    return this.#export?.out ?? this.#file?.out ?? this.io.out;
  }

  /** The file that results go to. */
  get path(): string | undefined {
    return this.#file?.path;
  }

  /** Everything goes to this file from now on, or back to where it went. @throws the system's error */
  async redirect(path: string | undefined): Promise<void> {
    const out = path === undefined ? undefined : Output.toFile(path);
    await this.finish();
    this.#file?.out.close();
    this.#file = out && { path: path ?? '', out };
  }

  /** The next result goes to this file. @throws the system's error */
  async exportTo(path: string, mode: ModeName): Promise<void> {
    const out = Output.toFile(path);
    await this.finish();
    this.#export?.out.close();
    this.#export = { path, out, mode };
  }

  /** The mode that prints the next result: the one that printed the last, where nothing has changed since. */
  mode(): Mode {
    const name = this.#name();
    const { header, widths, nullText, boxNullText } = this.state;
    const toFile = this.#export !== undefined || this.#file !== undefined;
    const asOsquery = this.dialect === 'osquery';
    const settings = {
      header,
      separator: this.state.separator ?? separatorOf(name),
      nullText: asOsquery && !STREAMS.has(name) ? boxNullText : (nullText ?? nullTextOf(name)),
      widths: [...widths],
      width: toFile ? undefined : this.io.width(),
      colour: !toFile && this.io.colour.results,
      wraps: this.state.wraps,
      asOsquery,
    };
    const key = JSON.stringify([name, this.#export?.path ?? this.#file?.path, settings]);
    if (this.#open?.key !== key) {
      this.#open?.mode.finish();
      this.#open = { key, mode: modeNamed(name, { ...settings, out: this.out }) };
    }
    return this.#open.mode;
  }

  /** While rows are waited for: shows what the open mode holds back. */
  look(): void {
    this.#open?.mode.look?.();
  }

  /** Rows of an input are shown together, at its end. */
  get isPooled(): boolean {
    return this.dialect === 'osquery' && !STREAMS.has(this.#name());
  }

  /** Something else is printed: an array that is open ends before it. */
  interrupt(): void {
    if (this.dialect === 'osquery') return;
    this.#open?.mode.finish();
    this.#open = undefined;
  }

  /** Nothing of what the open mode has kept is shown. */
  drop(): void {
    this.#open = undefined;
  }

  /** Ends an export. @returns the file it has gone to */
  async endStatement(): Promise<string | undefined> {
    return this.#export && this.finish();
  }

  /** Ends what the open mode has begun, and hands everything over. @returns the file that an export has gone to */
  async finish(): Promise<string | undefined> {
    this.#open?.mode.finish();
    // osquery's `.types` may go on with what it has printed.
    if (this.dialect === 'hostql' || this.isPooled) this.#open = undefined;
    await this.out.flush();
    const done = this.#export;
    done?.out.close();
    this.#export = undefined;
    return done?.path;
  }

  #name(): ModeName {
    if (this.#export) return this.#export.mode;
    return this.state.mode === 'pretty' ? (this.state.json ?? 'pretty') : this.state.mode;
  }
}

/** The modes in which osquery's shell prints rows as they come. */
const STREAMS: ReadonlySet<ModeName> = new Set(['line', 'list', 'csv', 'column']);
