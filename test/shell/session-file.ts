/** One call of a program, and what it does. */
export interface Session {
  /** For `sh`. */
  readonly command: string;
  /** Lines of standard input. */
  readonly input: readonly string[];
  readonly out: string;
  readonly talk: string;
  readonly status: number;
}

/**
 * Sessions as they stand in a file: `$ ` the command, `< ` lines of its input, `! ` lines of standard error, `= ` the exit
 * status where it is not 0, and everything else standard output. A blank line ends a session. Lines that start with `#`
 * before the first command are the title.
 */
export function readSessions(text: string): { readonly title: string; readonly sessions: Session[] } {
  const [title = '', ...rest] = text.split(/^(?=\$ )/m);
  return { title, sessions: rest.map(readSession) };
}

function readSession(text: string): Session {
  const [first = '', ...lines] = text.replace(/\n+$/, '').split('\n');
  const marked = (mark: string): string[] =>
    lines.filter((line) => line === mark || line.startsWith(`${mark} `)).map((line) => line.slice(2));
  const plain = lines.filter((line) => !/^[<!=]( |$)/.test(line));
  return {
    command: first.slice(2),
    input: marked('<'),
    out: joined(plain),
    talk: joined(marked('!')),
    status: Number(marked('=')[0] ?? 0),
  };
}

const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** A session as it stands in a file. */
export function printSession({ command, input, out, talk, status }: Session): string {
  const lines = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  return [
    `$ ${command}`,
    ...input.map((line) => `< ${line}`.trimEnd()),
    ...lines(out),
    ...lines(talk).map((line) => `! ${line}`.trimEnd()),
    ...(status === 0 ? [] : [`= ${status}`]),
    '',
  ].join('\n');
}
