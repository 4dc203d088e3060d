import { EXIT } from '../exit-codes.js';
import { orUsage, UsageError } from '../options.js';
import { Output } from '../output.js';
import { bashScript } from './bash.js';
import { fishScript } from './fish.js';
import { SHELLS, type ShellName } from './programs.js';
import { zshScript } from './zsh.js';

const SCRIPTS: Readonly<Record<ShellName, () => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

const HELP = `hostql completion ${SHELLS.join('|')}

Prints a script that completes what you type behind hostql, osqueryi and osqueryd.

  bash: source <(hostql completion bash)              in ~/.bashrc
  zsh:  hostql completion zsh > FOLDER/_hostql        a folder of $fpath, before compinit
  fish: hostql completion fish | source               in ~/.config/fish/config.fish
`;

/** `hostql completion SHELL`. @returns the exit status */
export const completion = ([word, ...more]: readonly string[]): Promise<number> =>
  orUsage('hostql completion', async () => {
    const shell = SHELLS.find((name) => name === word);
    const isHelp = word === '--help' || word === '-h';
    if ((!shell && !isHelp) || more.length > 0) throw new UsageError(`name one of ${SHELLS.join(', ')}`);
    const out = new Output();
    out.write(shell ? SCRIPTS[shell]() : HELP);
    await out.flush();
    return EXIT.ok;
  });
