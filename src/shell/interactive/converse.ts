import { cellsOf, type Look } from '../../terminal/index.js';
import type { ShellSession } from '../session.js';
import { coloured } from './colour.js';
import { complete, type DotWords, vocabularyOf } from './completion/index.js';
import type { Conversation } from './conversation.js';
import { greeting } from './greeting.js';
import type { History } from './history/index.js';
import { readStatement } from './read-statement.js';

export interface Conversing {
  readonly conversation: Conversation;
  readonly session: ShellSession;
  readonly history: History;
  readonly hasColour: boolean;
}

/** SGR parameters of the prompts. */
const HOSTQL_PROMPT = '36;1';
const OSQUERY_PROMPT = '38;5;147';

/** Reads inputs and runs them, one after the other, until one of them or the person ends it. */
export async function converse({ conversation, session, history, hasColour }: Conversing): Promise<void> {
  const { terminal } = conversation;
  const isOsquery = session.dialect === 'osquery';
  const killed: string[] = [];
  const words = wordsOf(session);
  const hooks = {
    isComplete: (text: string) => session.isComplete(text),
    complete: (text: string, cursor: number) => complete(text, cursor, words()),
  };
  const style = hasColour ? promptStyle(isOsquery) : '';
  const look = (): Look => ({
    columns: terminal.columns,
    rows: terminal.rows,
    prompts: { first: cellsOf(session.prompt(), style), further: cellsOf(session.continuationPrompt(), style) },
    paint: hasColour ? coloured : () => [],
  });

  terminal.write(greeting(session.dialect, (text) => (hasColour || isOsquery ? `\u001b[1m${text}\u001b[0m` : text)));
  while (!session.isOver) {
    const typed = await readStatement({ terminal, hooks, entries: history.entries, look, killed });
    if (typed.kind === 'end') break;
    if (typed.kind === 'cancelled') {
      // osquery's shell takes Ctrl-C for the end of its input.
      if (isOsquery) break;
      continue;
    }
    history.add(typed.text);
    await conversation.execute(session, typed.text);
  }
}

const promptStyle = (isOsquery: boolean): string => {
  if (!isOsquery) return HOSTQL_PROMPT;
  return process.env['TERM']?.includes('xterm-256color') ? OSQUERY_PROMPT : '';
};

/** What completion draws on: of the engine of the moment, since `.load` brings another. */
function wordsOf(session: ShellSession): () => DotWords {
  let engine = session.engine;
  let vocabulary = vocabularyOf(engine);
  return () => {
    if (engine !== session.engine) {
      engine = session.engine;
      vocabulary = vocabularyOf(engine);
    }
    return { commands: session.commands, vocabulary, parameters: () => [...session.state.parameters.keys()] };
  };
}
