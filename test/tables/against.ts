import { execFileSync } from 'node:child_process';
import t, { type Test } from 'tap';

/** What a program says, undefined where it is not here. */
export function ask(program: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

/** A test against a second source, skipped where that is not installed. */
export function against(program: string, args: string[], name: string, check: (t: Test, output: string) => void): void {
  const output = ask(program, ...args);
  t.test(`${name}, as ${program} has it`, { skip: output === undefined && `no ${program} here` }, async (t) =>
    check(t, output ?? ''),
  );
}
