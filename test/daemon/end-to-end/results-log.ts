/** A record of the log, as far as tests look into it. */
export interface Line {
  readonly name: string;
  readonly counter: number;
  readonly epoch: number;
  readonly unixTime: number;
  readonly action: 'added' | 'removed' | 'snapshot';
  readonly columns: Readonly<Record<string, string>>;
  readonly snapshot?: readonly Readonly<Record<string, string>>[];
  readonly decorations?: Readonly<Record<string, string>>;
}

/** Every whole line. @throws SyntaxError for one that is no JSON */
export function parseLines(text: string): Line[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line); // what has no such form fails where it is looked at
}

/** `added zsh` */
export const tell = ({ action, columns }: Line, column: string): string => `${action} ${columns[column]}`;
