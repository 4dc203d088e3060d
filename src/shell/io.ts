import type { TextSink } from './output.js';

/** Who sits at the other end of a session. */
export interface ShellIo {
  /** Takes results, where no command sends them to a file. */
  readonly out: TextSink;
  /** A line for people: errors, warnings, help. */
  tell(line: string): void;
  /** Cells of the terminal that results go to, asked for each result; undefined where they go elsewhere. */
  width(): number | undefined;
  readonly colour: { readonly results: boolean; readonly talk: boolean };
  /** Somebody types: errors end nothing, and lines have no numbers. */
  readonly isInteractive: boolean;
  /** Hears while a query runs how many rows of its results there are. */
  onRows?(count: number): void;
  /** Asked while a query runs, amid work that does not wait: true stops it. */
  interrupted?(): boolean;
}
