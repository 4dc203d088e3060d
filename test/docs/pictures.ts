import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pictureOf } from '../shell/terminal/picture.js';
import { Screen } from '../shell/terminal/screen.js';

const COLUMNS = 92;

interface Scene {
  readonly file: string;
  readonly rows: number;
  /** Where the scene ends, and what is typed one after the other, each once the text before it is seen. */
  readonly steps: readonly (readonly [typed: string, seen: string | RegExp])[];
}

const SCENES: readonly Scene[] = [
  {
    file: 'completion.svg',
    rows: 16,
    steps: [
      [
        'SELECT p.name, count(*) AS n, u.\u001b[200~\n\u001b[201~FROM processes AS p JOIN users AS u USING (uid)',
        'USING',
      ],
      ['\u001b[A\u0005\t\t\t\t', 'User id as 32 bits'],
    ],
  },
  {
    file: 'results.svg',
    rows: 30,
    steps: [
      ['SELECT name, version, arch, substr(version, 1, 1) AS major FROM deb_packages LIMIT 6;\r', '6 rows'],
      ["SELECT pid, nam FROM processes WHERE name LIKE '%ssh%';\r", 'hint'],
      ["SELECT pid, name FROM processes WHERE name LIKE 's%' LIMIT 3;\r", /3 rows.*\nhostql>\s*$/],
    ],
  },
  {
    file: 'pager.svg',
    rows: 16,
    steps: [
      ['SELECT name, type, narg, builtin FROM pragma_function_list ORDER BY name;\r', 'lines 1-'],
      ['/json\r', /lines (?!1-)/],
    ],
  },
];

/** The main screens of the shell on a recorded machine, by file name. The program must have been built. */
export async function picturesOfShell(): Promise<[file: string, svg: string][]> {
  const home = mkdtempSync(join(tmpdir(), 'hostql-'));
  try {
    const pictures: [string, string][] = [];
    for (const scene of SCENES) pictures.push([scene.file, await pictureOfScene(scene, home)]);
    return pictures;
  } finally {
    rmSync(home, { recursive: true });
  }
}

async function pictureOfScene({ rows, steps }: Scene, home: string): Promise<string> {
  const { PATH } = process.env;
  const env = { PATH, HOME: home, XDG_STATE_HOME: join(home, String(rows)), TERM: 'xterm-256color' };
  const command = [process.execPath, resolve('bin/hostql'), '--host', resolve('test/hosts/debian-small')];
  const screen = new Screen(command, { columns: COLUMNS, rows, env });
  try {
    await screen.sees('hostql>');
    for (const [typed, seen] of steps) {
      await screen.type(typed);
      await screen.sees(seen);
    }
    return pictureOf(screen, COLUMNS);
  } finally {
    await screen.close();
  }
}
