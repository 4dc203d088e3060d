import { linesOf } from '../words.js';

/** A setting of the ssh client. */
export interface SshOption {
  /** The line it stands under, such as `host *.example.org`; null before the first. */
  readonly block: string | null;
  readonly option: string;
}

/** ssh_config(5): lines in lower case; `Host` and `Match` lines begin a block, with a blank or a `=` behind the word. Pure. */
export function* parseSshConfig(text: string): Generator<SshOption> {
  let block: string | null = null;
  for (const line of linesOf(text)) {
    if (line.startsWith('#')) continue;
    const option = line.toLowerCase();
    if (/^(host|match)([\s=]|$)/.test(option)) block = option;
    else yield { block, option };
  }
}
