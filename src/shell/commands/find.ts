import type { ShellSession } from '../session.js';
import { type Command, CommandError } from './command.js';
import { OSQUERY_COMMANDS } from './osquery.js';

export interface FoundCommand {
  readonly command: Command;
  readonly args: readonly string[];
}

/** The command that a name with its arguments means in a session. @throws CommandError */
export function findCommand(session: ShellSession, name: string, rest: string, words: readonly string[]): FoundCommand {
  return session.dialect === 'osquery' ? inOrder(session, name, words) : byName(session, name, rest, words);
}

/** osquery's way: the first whose name begins so and that takes as many arguments. */
function inOrder(session: ShellSession, name: string, words: readonly string[]): FoundCommand {
  const found = OSQUERY_COMMANDS.find(
    ({ command, prefix }) => name.startsWith(prefix) && command.name.startsWith(name) && takes(command, words.length),
  );
  if (found) return { command: found.command, args: words };
  throw new CommandError(session.manner.unknownCommand(name, []));
}

/** Our way: by its name, or by a beginning that no other has. */
function byName(
  { commands, manner }: ShellSession,
  name: string,
  rest: string,
  words: readonly string[],
): FoundCommand {
  const begun = commands.filter((command) => name !== '' && command.name.startsWith(name));
  const command = begun.find((one) => one.name === name) ?? (begun.length === 1 ? begun[0] : undefined);
  if (!command)
    throw new CommandError(
      manner.unknownCommand(
        name,
        commands.map((one) => one.name),
      ),
    );
  const args = command.isRaw ? (rest === '' ? [] : [rest]) : words;
  if (takes(command, args.length)) return { command, args };
  throw new CommandError(`error: usage: ${`.${command.name} ${command.usage}`.trimEnd()}`);
}

const takes = ({ count: [least, most] }: Command, given: number): boolean => given >= least && given <= most;
