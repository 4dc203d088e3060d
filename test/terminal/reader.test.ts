import t from 'tap';
import {
  type Completion,
  type Effect,
  freshReader,
  type Hooks,
  type Key,
  press,
  type Reader,
} from '../../src/terminal/index.js';

const WORDS = ['alpha', 'alpine', 'beta', 'betamax'];

const HOOKS: Hooks = {
  isComplete: (text) => text.trim() === '' || text.endsWith(';'),
  complete(text, cursor): Completion {
    const from = text.lastIndexOf(' ', cursor - 1) + 1;
    const candidates = WORDS.filter((word) => word.startsWith(text.slice(from, cursor))).map((text) => ({ text }));
    return { from, to: cursor, candidates };
  },
};

interface State {
  readonly reader: Reader;
  readonly effect: Effect;
}

/** Presses keys: names in angle brackets, everything else is typed. */
function pressed(reader: Reader, keys: string): State {
  let state: State = { reader, effect: 'none' };
  for (const [part] of keys.matchAll(/<[^>]+>|[^<]/g)) {
    const key: Key = part.length > 1 ? { kind: 'key', name: part.slice(1, -1) } : { kind: 'text', text: part };
    state = press(state.reader, key, HOOKS);
  }
  return state;
}

const picture = ({ reader: { editor } }: State): string =>
  `${editor.text.slice(0, editor.cursor)}|${editor.text.slice(editor.cursor)}`;

const OLD = ['select 1;', 'select two\nfrom t;', '.tables'];
const after = (keys: string): State => pressed(freshReader(OLD), keys);

t.test('Enter submits what is complete, and begins a line in what is not', async (t) => {
  t.equal(after('a;<enter>').effect, 'submit');
  t.equal(picture(after('a<enter>b')), 'a\nb|');
  t.equal(after('a<enter>;<enter>').effect, 'submit');
});

t.test('keys that are not about the text', async (t) => {
  t.equal(after('<C-d>').effect, 'end');
  t.equal(picture(after('ab<C-a><C-d>')), '|b', 'it deletes where there is something');
  t.equal(after('ab<C-c>').effect, 'cancel');
  t.equal(after('<C-l>').effect, 'clear');
  t.equal(after('<C-z>').effect, 'suspend');
});

t.test('the history', async (t) => {
  t.equal(picture(after('<up>')), '.tables|');
  t.equal(picture(after('<up><up>')), 'select two\nfrom t;|');
  t.equal(picture(after('<up><up><up>')), 'select |two\nfrom t;', 'up goes through the lines first');
  t.equal(picture(after('<up><up><up><up>')), 'select 1;|');
  t.equal(after('<up><up><up><up><up>').effect, 'bell');
  t.equal(picture(after('draft<up><down>')), 'draft|', 'what was typed is still there');
  t.equal(picture(after('<up>x<up><C-n>')), '.tablesx|', 'and what was changed');
  t.equal(picture(after('<page-up>')), 'select 1;|');
  t.equal(picture(after('x<page-up><page-down>')), 'x|');
});

t.test('searching it', async (t) => {
  t.equal(picture(after('<C-r>sel')), '|select two\nfrom t;');
  t.equal(picture(after('<C-r>sel<C-r>')), '|select 1;');
  t.equal(picture(after('<C-r>sel<C-r><C-s>')), '|select two\nfrom t;');
  const missing = after('<C-r>selx');
  t.equal(missing.effect, 'bell');
  t.equal(missing.reader.search?.isFailing, true);
  t.equal(picture(missing), '|select two\nfrom t;', 'the last match is still shown');
  t.equal(picture(after('draft<C-r>sel<C-g>')), 'draft|');
  t.equal(picture(after('<C-r>two<C-e>x')), 'select twox|\nfrom t;', 'any other key takes the match');
  t.equal(after('<C-r>two<enter>').effect, 'submit');
  t.equal(picture(after('<C-r>selx<backspace>ect 1')), '|select 1;');
  t.equal(picture(after('<C-r>TWO')), '|', 'capitals count where they are typed');
});

t.test('completion', async (t) => {
  t.equal(picture(after('x b<tab>')), 'x beta|', 'what all candidates begin with');
  t.equal(picture(after('al<tab>')), 'alp|');
  t.equal(picture(after('alpi<tab>')), 'alpine|');
  t.equal(after('alpi<tab>').reader.menu, undefined);
  t.equal(after('q<tab>').effect, 'bell');
  t.equal(picture(after('al<tab><tab>')), 'alpha|', 'then one after the other');
  t.equal(picture(after('al<tab><tab><down>')), 'alpine|');
  t.equal(picture(after('al<tab><tab><tab><tab>')), 'alpha|');
  t.equal(picture(after('al<tab><S-tab>')), 'alpine|');
  t.equal(picture(after('al<tab><tab><escape>')), 'alp|');
  const taken = after('al<tab><tab><enter>');
  t.equal(picture(taken), 'alpha|', 'Enter takes the one chosen');
  t.equal(taken.effect, 'none');
  t.equal(taken.reader.menu, undefined);
  const narrowed = after('al<tab>h');
  t.strictSame(narrowed.reader.menu?.completion.candidates, [{ text: 'alpha' }], 'typing on narrows');
  t.equal(picture(after('al<tab><tab>;')), 'alpha;|');
  t.equal(picture(after('al<tab><up>')), '.tables|', 'nothing chosen: arrows are those of the history');
});
