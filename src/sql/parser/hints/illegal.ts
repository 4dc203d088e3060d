import { Text, type Token, Word } from '../../lexer/index.js';
import { type Place, typeAt } from './place.js';

/** What to do about a character or a word that is no token. */
export function illegalHint(place: Place, token: Token): string | undefined {
  const { image } = token;
  switch (image.charAt(0)) {
    case "'":
      return isApostrophe(place)
        ? APOSTROPHE
        : "the text that begins here has no closing quote; a quote within it is written ''";
    case '"':
    case '`':
    case '[':
      return `the name that begins here has no closing ${image.startsWith('[') ? ']' : image.charAt(0)}`;
    case '!':
      return place.text
        .slice(token.endOffset + 1)
        .trimStart()
        .startsWith('=')
        ? 'write != without a blank in it'
        : 'write NOT for "not", != for "not equal"';
    case ':':
      return place.text.startsWith('::', token.startOffset)
        ? 'write CAST(value AS type)'
        : 'a parameter is written :name';
    case '$':
    case '@':
      return `a parameter is written ${image.charAt(0)}name`;
    case '#':
      return 'a comment begins with --';
    case '^':
      return 'write power(x, y) for a power';
    case 'x':
    case 'X':
      return "a blob is written as pairs of hexadecimal digits: x'4142'";
    default:
      return numberHint(image);
  }
}

export const APOSTROPHE = "a quote within a text is written twice: 'it''s'";

/** `'it's'` is read as a text, a name, and a text without end. */
function isApostrophe(place: Place): boolean {
  const [text, word] = [place.tokens[place.at - 2], place.tokens[place.at - 1]];
  if (typeAt(place, -1) !== Word || text?.tokenType !== Text) return false;
  return word?.startOffset === text.endOffset + 1;
}

function numberHint(image: string): string | undefined {
  if (!/^[\d.]/.test(image)) return undefined;
  if (/^[\d_]+$/.test(image)) return `digits are not separated: ${image.replaceAll('_', '')}`;
  if (/^0x$/i.test(image)) return 'hexadecimal digits must follow 0x';
  if (/^[\d.]+e$/i.test(image)) return `an exponent needs digits: ${image}5`;
  return `a name that begins with a digit must be quoted: "${image}"`;
}
