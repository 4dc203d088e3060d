import { decodeText, SqlError, toText, type Value } from '../../../core/index.js';
import { Document } from './document.js';
import { isMarked, unmarked } from './mark.js';
import { parseJson } from './parse.js';

/** Documents kept, as many as SQLite keeps. */
const KEPT = 4;
/** Longer texts are kept only as long as nobody needs their memory. */
const LONG = 1 << 16;

interface Kept {
  readonly text: string;
  readonly document: Document | WeakRef<Document>;
}
/** The latest one last. */
const kept: Kept[] = [];

const malformed = (): SqlError => new SqlError('runtime', 'malformed JSON');

/** A value that is no null as the text of a document. */
export const sourceOf = (value: Exclude<Value, null>): string => {
  if (typeof value === 'string') return isMarked(value) ? unmarked(value) : value;
  return value instanceof Uint8Array ? decodeText(value) : toText(value);
};

/** A text as a document, parsed now. @throws SqlError 'malformed JSON' */
export function parsed(text: string): Document {
  const document = parseJson(text);
  if (document instanceof Document) return document;
  throw malformed();
}

/** A value as a document; one of the last few texts is not parsed again. @throws SqlError 'malformed JSON' */
export function documentOf(value: Exclude<Value, null>): Document {
  const text = sourceOf(value);
  const found = find(text);
  if (found) return found;
  const document = parsed(text);
  if (kept.length >= KEPT) kept.shift();
  if (text.length <= LONG) kept.push({ text, document });
  else kept.push(weakly(document));
  return document;
}

/** The key is the document's own text: the weak reference must be all that holds it. */
const weakly = (document: Document): Kept => {
  const reference = new WeakRef(document);
  return {
    get text(): string {
      return reference.deref()?.text ?? '';
    },
    document: reference,
  };
};

function find(text: string): Document | undefined {
  for (let at = kept.length - 1; at >= 0; at--) {
    const entry = kept[at] as Kept; // within bounds
    if (entry.text !== text) continue;
    const document = entry.document instanceof Document ? entry.document : entry.document.deref();
    if (document && at < kept.length - 1) kept.push(...kept.splice(at, 1));
    return document;
  }
  return undefined;
}
