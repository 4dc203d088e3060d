import { Catalog } from '../../src/catalog/index.js';
import { openEngine } from '../../src/engine.js';
import { Host } from '../../src/host/index.js';
import type { Oracle } from '../oracle/sqlite.js';
import { calledFunctions, makeGrammar } from './grammar.js';
import type { Grammars } from './work.js';

/** Functions that the C library's mathematics bring, and the one they spoil. */
const MATHEMATICS = ['sqrt', 'exp', 'log', 'power', 'sin', 'cos', 'atan', 'degrees', 'radians', 'pi', 'ceil', 'floor'];
const SPOILED = ['sign'];

/** What both engines can be asked: templates with a function that one does not have are left out. */
export function commonGrammars(oracle: Oracle): Grammars {
  const missing = [...calledFunctions()].filter((name) => isMissingHere(name) || isMissingThere(oracle, name));
  return {
    plain: makeGrammar(new Set([...missing, ...MATHEMATICS])),
    mathematics: makeGrammar(new Set([...missing, ...SPOILED])),
  };
}

/** A wrong number of arguments is another message than an unknown name. */
const NO_FUNCTION = /no such function/;

function isMissingHere(name: string): boolean {
  const engine = openEngine({ catalog: new Catalog([], []), host: new Host('/nonexistent') });
  return NO_FUNCTION.test(messageOf(() => engine.prepare(`SELECT ${name}()`)));
}

function isMissingThere(oracle: Oracle, name: string): boolean {
  const database = oracle.open();
  const message = messageOf(() => database.query(`SELECT ${name}()`));
  database.close();
  return NO_FUNCTION.test(message);
}

function messageOf(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
