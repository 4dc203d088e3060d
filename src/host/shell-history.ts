/** A line of a shell's history. */
export interface HistoryEntry {
  /** Seconds since the epoch, 0 where the shell did not keep it. */
  readonly time: number;
  readonly command: string;
}

/**
 * Histories of sh, bash, ash and zsh, line by line: bash writes `#<seconds>` before a command, zsh `: <seconds>:<it
 * took>;` at its start. A command of several lines is several entries. Pure.
 */
export function* parseShellHistory(text: string): Generator<HistoryEntry> {
  let time: number | undefined;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    start = end + 1;
    const [, stamp] = time === undefined ? (/^#(\d{1,15})$/.exec(line) ?? []) : [];
    if (stamp !== undefined) {
      time = Number(stamp);
      continue;
    }
    yield time === undefined ? parseZshLine(line) : { time, command: line };
    time = undefined;
  }
}

function parseZshLine(line: string): HistoryEntry {
  const [, seconds, command = ''] = /^: {0,10}(\d{1,11}):\d+;(.*)$/s.exec(line) ?? [];
  return seconds === undefined ? { time: 0, command: line } : { time: Number(seconds), command };
}
