import fc from 'fast-check';
import t from 'tap';
import { type Key, KeyDecoder } from '../../src/terminal/index.js';

const named = (...names: string[]): Key[] => names.map((name) => ({ kind: 'key', name }));
const text = (text: string): Key => ({ kind: 'text', text });

/** The keys of some bytes that come at once, and of what is kept of them. */
function keysOf(bytes: string): Key[] {
  const decoder = new KeyDecoder();
  return [...decoder.push(Buffer.from(bytes)), ...decoder.flush()];
}

/** Text that came in parts, joined. */
function joined(keys: readonly Key[]): Key[] {
  const all: Key[] = [];
  for (const key of keys) {
    const last = all.at(-1);
    if (key.kind === 'text' && last?.kind === 'text') all[all.length - 1] = text(last.text + key.text);
    else all.push(key);
  }
  return all;
}

const CASES: readonly [bytes: string, keys: readonly Key[]][] = [
  ['abc', [text('abc')]],
  ['ä日😀', [text('ä日😀')]],
  ['a\rb', [text('a'), ...named('enter'), text('b')]],
  ['\n\t\u007f\b', named('enter', 'tab', 'backspace', 'backspace')],
  ['\u0001\u0005\u000b\u001f\0', named('C-a', 'C-e', 'C-k', 'C-_', 'C-space')],
  ['\u001b[A\u001b[B\u001bOC\u001bOD', named('up', 'down', 'right', 'left')],
  ['\u001b[H\u001b[F\u001b[1~\u001b[4~\u001b[7~\u001b[8~', named('home', 'end', 'home', 'end', 'home', 'end')],
  ['\u001b[3~\u001b[5~\u001b[6~\u001b[Z', named('delete', 'page-up', 'page-down', 'S-tab')],
  ['\u001b[1;5C\u001b[1;3D\u001b[1;2A\u001b[3;5~', named('C-right', 'M-left', 'S-up', 'C-delete')],
  ['\u001bb\u001bf\u001b\r\u001b\u007f\u001bä', named('M-b', 'M-f', 'M-enter', 'M-backspace', 'M-ä')],
  ['\u001b[13;3u', named('M-enter')],
  // Unknown sequences mean nothing, and nothing of them is taken for text.
  ['\u001b[31m\u001b[?62;c\u001b[99~x', [text('x')]],
  ['\u001b', named('escape')],
  ['\u001b\u001b', named('escape', 'escape')],
  ['\u001b[200~a\r\nb\u001b[A;\u001b[201~c', [{ kind: 'paste', text: 'a\nb\u001b[A;' }, text('c')]],
];

t.test('keys are what terminals send for them', async (t) => {
  for (const [bytes, keys] of CASES) t.strictSame(keysOf(bytes), keys, JSON.stringify(bytes));
});

t.test('it does not matter in what parts bytes come', async () => {
  const sequence = fc.constantFrom(...CASES.map(([bytes]) => bytes).filter((bytes) => !bytes.endsWith('\u001b')));
  fc.assert(
    fc.property(fc.array(sequence), fc.array(fc.nat(5), { minLength: 1 }), (parts, sizes) => {
      const bytes = Buffer.from(parts.join(''));
      const decoder = new KeyDecoder();
      const keys: Key[] = [];
      for (let at = 0, index = 0; at < bytes.length; index++) {
        const size = (sizes[index % sizes.length] ?? 0) + 1;
        keys.push(...decoder.push(bytes.subarray(at, at + size)));
        at += size;
      }
      keys.push(...decoder.flush());
      t.strictSame(joined(keys), joined(keysOf(parts.join(''))));
    }),
    { numRuns: 200 },
  );
});

t.test('whatever comes, it ends, and no control character is taken for text', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const decoder = new KeyDecoder();
      const keys = [...decoder.push(bytes), ...decoder.flush()];
      return keys.every((key) => key.kind !== 'text' || !/[\u0000-\u001f\u007f]/.test(key.text));
    }),
  );
});

t.test('of a paste without end, no more is kept than has its use', async (t) => {
  const decoder = new KeyDecoder();
  decoder.push(Buffer.from('\u001b[200~'));
  for (let i = 0; i < 64; i++) decoder.push(Buffer.alloc(64 * 1024, 'x'));
  t.equal(decoder.isWaiting, false, 'no Escape is waited for inside a paste');
  const [key] = decoder.push(Buffer.from('\u001b[201~'));
  t.match(key, { kind: 'paste' });
  t.equal(key?.kind === 'paste' && key.text.length, 1024 * 1024);
});
