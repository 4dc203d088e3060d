/** What the program's exit status means. */
export const EXIT = {
  ok: 0,
  /** The query is wrong or failed. */
  query: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The time limit passed, as timeout(1) has it. */
  timeout: 124,
  /** Stopped by Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
