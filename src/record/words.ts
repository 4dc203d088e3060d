/** A text without its secrets, and how many it had. */
export interface Cleaned {
  readonly text: string;
  readonly count: number;
}

/* A hostile file must not take longer than its size: every repeated part below is bounded, or ends where a match begins. */

/** Names whose values are not for others, as an option, a variable or a setting carries them. */
const SECRET_NAME = String.raw`[\w.-]{0,64}(?:passw(?:or)?d|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|auth[-_]?key|private[-_]?key)[\w.-]{0,64}`;

/** What a value must not be: a file's path, a variable, an option, or nothing that can be kept secret. */
const HARMLESS = String.raw`(?![/$<%-]|(?:true|false|yes|no|none|null|files?|compat|sss|ask|required|sufficient|optional)\b)`;

/** `--password=x`, `PGPASSWORD=x`, `password: x`. */
const ASSIGNED = new RegExp(String.raw`(?<![\w.])(${SECRET_NAME}["']?[=:] ?["']?)${HARMLESS}[^\s"'\0&;,]{3,}`, 'gi');
/** `--password x` as arguments (NULs between) or as words. */
const FOLLOWING = new RegExp(String.raw`((?<![\w-])--?${SECRET_NAME}[\0 ])${HARMLESS}[^\s"'\0]{3,}`, 'gi');
/** `https://user:password@host`. */
const IN_ADDRESS = /(?<![a-z\d+.-])([a-z][a-z\d+.-]{0,30}:\/\/[^\s/:@\0]{0,256}:)[^\s/@\0]{1,1024}(?=@)/gi;
/** Tokens that say what they are: GitHub's, GitLab's, AWS's, Slack's, JSON web tokens. */
const KNOWN_TOKENS =
  /()(?<![\w-])(?:gh[pousr]_\w{20,}|glpat-[\w-]{20,}|(?:AKIA|ASIA)[A-Z\d]{16}|xox[abpr]-[\w-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*)/g;

/** Takes out what looks like a password, wherever it stands in a text. Pure. */
export function withoutPasswords(text: string): Cleaned {
  let count = 0;
  let cleaned = text;
  for (const pattern of [IN_ADDRESS, KNOWN_TOKENS, ASSIGNED, FOLLOWING]) {
    cleaned = cleaned.replace(pattern, (_found, before: string) => {
      count++;
      return `${before}removed`;
    });
  }
  return { text: cleaned, count };
}
