import { entryLines, type Lens, linesIn } from '../lens.js';
import { type AugeasNode, node, nodes } from '../node.js';

const PASSWORD = ['password', 'uid', 'gid', 'name', 'home', 'shell'];
const SHADOW = [
  ...['password', 'lastchange_date', 'minage_days', 'maxage_days', 'warn_days', 'inactive_days', 'expire_date', 'flag'],
];
/** Where nothing stands, some fields have no value instead of an empty one. */
const MAY_HAVE_NONE: ReadonlySet<string> = new Set(['name', 'home', 'shell']);

function fieldNodes(names: readonly string[], fields: readonly string[]): AugeasNode[] {
  return names.map((name, at) => node(name, fields[at] || (MAY_HAVE_NONE.has(name) ? null : '')));
}

/** Lines of NIS take entries in, leave them out, and may say something else of them. */
function nisNode(names: readonly string[], name: string, fields: readonly string[]): AugeasNode {
  if (name === '+') return node('@nisdefault', null, fields.length === 0 ? [] : fieldNodes(names, fields));
  const others = fieldNodes(names, fields).filter(({ value }) => value);
  if (/^[+-]@/.test(name)) return node(name.startsWith('+') ? '@nis' : '@-nis', name.slice(2), others);
  return node(name.startsWith('+') ? '@+nisuser' : '@-nisuser', name.slice(1), others);
}

function fieldsLens(name: string, file: string, names: readonly string[]): Lens {
  return {
    name,
    files: [file],
    parse(text, skip) {
      const found: AugeasNode[] = [];
      for (const { number, text: line, comment } of entryLines(text, skip)) {
        const [user = '', ...fields] = line.split(':');
        if (comment !== null) continue;
        if (/^[+-]/.test(user)) found.push(nisNode(names, user, fields));
        else if (user === '' || fields.length !== names.length) skip(number);
        else {
          // No password at all is no value, an empty one in shadow(5) is a value.
          const children = fieldNodes(names, fields);
          const isPasswd = names === PASSWORD && fields[0] === '';
          found.push(node(user, null, isPasswd ? [node('password'), ...children.slice(1)] : children));
        }
      }
      return found;
    },
  };
}

export const passwd = fieldsLens('Passwd', '/etc/passwd', PASSWORD);
export const shadow = fieldsLens('Shadow', '/etc/shadow', SHADOW);

const members = (text: string | undefined): string[] => (text ?? '').split(',').filter((name) => name.trim() !== '');

function groupLens(
  name: string,
  file: string,
  parts: (fields: readonly string[]) => AugeasNode[],
  count: number,
): Lens {
  return {
    name,
    files: [file],
    parse(text, skip) {
      const found: AugeasNode[] = [];
      for (const { number, text: line } of linesIn(text)) {
        const [group = '', ...fields] = line.trim().split(':');
        if (line.trim() === '' || group.startsWith('#')) continue;
        if (group === '+') found.push(node('@nisdefault', null, fields.length === 0 ? [] : parts(fields)));
        else if (/^\+@?./.test(group)) found.push(node('@nis', group.slice(1)));
        else if (group === '' || fields.length !== count) skip(number);
        else found.push(node(group, null, parts(fields)));
      }
      return found;
    },
  };
}

export const group = groupLens(
  'Group',
  '/etc/group',
  ([password = '', gid = '', users]) => [
    node('password', password),
    node('gid', gid),
    ...nodes('user', members(users)),
  ],
  3,
);

export const gshadow = groupLens(
  'Gshadow',
  '/etc/gshadow',
  ([password = '', admins, users]) => [
    node('password', password),
    ...nodes('admin', members(admins)),
    ...nodes('member', members(users)),
  ],
  3,
);
