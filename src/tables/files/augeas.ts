import { COST, type Lookup, tableOf } from '../../catalog/index.js';
import { Gone } from '../../core/index.js';
import {
  type AugeasNode,
  escapeLabel,
  type Host,
  LENS_FILES,
  type LensFile,
  listLensFiles,
  placedNodes,
  Refused,
  readLensFile,
} from '../../host/index.js';

interface ConfigurationNode {
  readonly path: string;
  readonly label: string;
  readonly value: string | null;
  readonly file: string;
}

const { table, text } = tableOf<ConfigurationNode>();
const ops = ['=', 'like', 'glob'] as const;

/** Files of known kinds as trees, without Augeas itself. What of a file does not fit is left out, not the whole file. */
export const augeas = table({
  name: 'augeas',
  description: 'Files of settings as trees, as Augeas reads them: a row for each folder, file and setting',
  aliases: ['configurations'],
  rows: 10_000,
  rowCost: COST.file,
  sources: LENS_FILES,
  privileges: 'permission to read the file',
  examples: [
    "SELECT label, value FROM augeas WHERE path = '/etc/ssh/sshd_config' AND label NOT LIKE '#%'",
    "SELECT node, value FROM augeas WHERE node LIKE '/files/etc/sysctl%' AND label = 'net.ipv4.ip_forward'",
  ],
  columns: {
    node: text('Path in the tree, such as /files/etc/hosts/1/ipaddr', (row) => row.path, {
      key: { ops, unique: true },
    }),
    value: text('Value, null where the node has none', (row) => row.value),
    label: text('Last part of the path, without its number', (row) => row.label),
    path: text('File it is in, or the folder it is', (row) => row.file, { key: { ops, rowsPerValue: 50 } }),
  },
  *scan({ host, lookup, warn, checkpoint }) {
    const [node, path] = [lookup.node, lookup.path];
    const isWanted = (candidate: string): boolean => mayLeadTo(node, nodeOf(candidate)) && mayLeadTo(path, candidate);
    const trees = new Trees(host, warn);
    for (const row of rowsOf(listLensFiles(host, isWanted, checkpoint), trees, node, path)) {
      checkpoint();
      if (admits(node, row.path) && admits(path, row.file)) yield row;
    }
  },
});

type TextLookup = Lookup<string> | undefined;

/** Each folder before what is in it, and each file before its settings. */
function* rowsOf(
  files: readonly LensFile[],
  trees: Trees,
  node: TextLookup,
  wanted: TextLookup,
): Generator<ConfigurationNode> {
  const folders = new Set<string>();
  for (const file of files) {
    const parts = file.path.split('/');
    for (let depth = 2; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      if (!folders.has(folder)) yield place(folder);
      folders.add(folder);
    }
    const top = nodeOf(file.path);
    const isRead = admits(wanted, file.path) && mayLeadTo(node, top);
    const tree = isRead ? trees.read(file) : [];
    if (!tree) continue;
    yield place(file.path);
    for (const { path, label, value } of placedNodes(tree, top)) yield { path, label, value, file: file.path };
  }
}

const nodeOf = (path: string): string => `/files${path.split('/').map(escapeLabel).join('/')}`;

const place = (path: string): ConfigurationNode => ({
  path: nodeOf(path),
  label: path.slice(path.lastIndexOf('/') + 1),
  value: null,
  file: path,
});

/** Whether a path, something above it or something below it can be what a lookup asks for. */
function mayLeadTo(lookup: TextLookup, path: string): boolean {
  if (!lookup) return true;
  const { values, patterns } = lookup;
  const lower = path.toLowerCase();
  const isNear = (value: string): boolean =>
    value === path || value.startsWith(`${path}/`) || path.startsWith(`${value}/`);
  const isAlong = (prefix: string): boolean => lower.startsWith(prefix) || prefix.startsWith(lower);
  return (
    (!values || values.some(isNear)) && (!patterns || patterns.some(({ prefix }) => isAlong(prefix.toLowerCase())))
  );
}

function admits(lookup: TextLookup, text: string): boolean {
  if (!lookup) return true;
  const { values, patterns } = lookup;
  return (!values || values.includes(text)) && (!patterns || patterns.some((pattern) => pattern.matches(text)));
}

/** Reads files, and says once what is not read of them. */
class Trees {
  #hasRefused = false;
  #hasSkipped = false;

  constructor(
    readonly host: Host,
    readonly warn: (message: string) => void,
  ) {}

  /** Undefined where a file cannot be read. */
  read(file: LensFile): AugeasNode[] | undefined {
    try {
      return readLensFile(this.host, file, (line) => this.#tellSkipped(file, line));
    } catch (error) {
      if (error instanceof Refused) this.#tellRefused(error);
      else if (!(error instanceof Gone)) throw error;
      return undefined;
    }
  }

  #tellRefused({ path, reason }: Refused): void {
    if (!this.#hasRefused) this.warn(`augeas: some files cannot be read, such as ${path}: ${reason}`);
    this.#hasRefused = true;
  }

  #tellSkipped({ path, lens }: LensFile, line: number): void {
    if (!this.#hasSkipped)
      this.warn(
        `augeas: some lines are left out, such as line ${line} of ${path}, which is none of a ${lens.name} file`,
      );
    this.#hasSkipped = true;
  }
}
