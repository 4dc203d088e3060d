import type { ScalarSpec } from '../spec.js';
import { abs } from './abs.js';
import { ceil } from './ceil.js';
import { changes } from './changes.js';
import { char } from './char.js';
import { coalesce } from './coalesce.js';
import { communityIdV1 } from './community-id-v1.js';
import { communityIdV1Strict } from './community-id-v1-strict.js';
import { concat } from './concat.js';
import { concatWs } from './concat-ws.js';
import { conditionalToBase64 } from './conditional-to-base64.js';
import { date } from './date.js';
import { datetime } from './datetime.js';
import { findFilePathInCmd } from './find-file-path-in-cmd.js';
import { floor } from './floor.js';
import { fromBase64 } from './from-base64.js';
import { glob } from './glob.js';
import { hex } from './hex.js';
import { ifnull } from './ifnull.js';
import { iif } from './iif.js';
import { inCidrBlock } from './in-cidr-block.js';
import { inetAton } from './inet-aton.js';
import { instr } from './instr.js';
import { isPathDeterministic } from './is-path-deterministic.js';
import { julianday } from './julianday.js';
import { lastInsertRowid } from './last-insert-rowid.js';
import { length } from './length.js';
import { like } from './like.js';
import { likelihood } from './likelihood.js';
import { likely } from './likely.js';
import { loadExtension } from './load-extension.js';
import { lower } from './lower.js';
import { ltrim } from './ltrim.js';
import { MATH_FUNCTIONS } from './math.js';
import { max } from './max.js';
import { md5 } from './md5.js';
import { min } from './min.js';
import { nullif } from './nullif.js';
import { octetLength } from './octet-length.js';
import { parentDirectory } from './parent-directory.js';
import { pi } from './pi.js';
import { power } from './power.js';
import { printf } from './printf.js';
import { quote } from './quote.js';
import { random } from './random.js';
import { randomblob } from './randomblob.js';
import { regexMatch } from './regex-match.js';
import { regexSplit } from './regex-split.js';
import { regexp } from './regexp.js';
import { replace } from './replace.js';
import { round } from './round.js';
import { rtrim } from './rtrim.js';
import { sha1 } from './sha1.js';
import { sha256 } from './sha256.js';
import { sign } from './sign.js';
import { sleep } from './sleep.js';
import { soundex } from './soundex.js';
import { split } from './split.js';
import { sqliteCompileoptionGet } from './sqlite-compileoption-get.js';
import { sqliteCompileoptionUsed } from './sqlite-compileoption-used.js';
import { SQLITE_MATH } from './sqlite-math.js';
import { sqliteSourceId } from './sqlite-source-id.js';
import { sqliteVersion } from './sqlite-version.js';
import { strftime } from './strftime.js';
import { substr } from './substr.js';
import { time } from './time.js';
import { timediff } from './timediff.js';
import { toBase64 } from './to-base64.js';
import { totalChanges } from './total-changes.js';
import { trim } from './trim.js';
import { trunc } from './trunc.js';
import { typeOf } from './typeof.js';
import { unhex } from './unhex.js';
import { unicode } from './unicode.js';
import { unistr } from './unistr.js';
import { unistrQuote } from './unistr-quote.js';
import { unixepoch } from './unixepoch.js';
import { unlikely } from './unlikely.js';
import { upper } from './upper.js';
import { versionCompare } from './version-compare.js';
import { zeroblob } from './zeroblob.js';

export const SCALARS: readonly ScalarSpec[] = [
  abs,
  ceil,
  char,
  coalesce,
  communityIdV1Strict,
  communityIdV1,
  concatWs,
  concat,
  conditionalToBase64,
  date,
  datetime,
  findFilePathInCmd,
  floor,
  fromBase64,
  glob,
  hex,
  ifnull,
  iif,
  inCidrBlock,
  inetAton,
  instr,
  isPathDeterministic,
  julianday,
  length,
  like,
  likelihood,
  likely,
  lower,
  ltrim,
  max,
  md5,
  min,
  nullif,
  octetLength,
  parentDirectory,
  pi,
  power,
  printf,
  quote,
  random,
  randomblob,
  regexMatch,
  regexSplit,
  replace,
  round,
  rtrim,
  sha1,
  sha256,
  sign,
  soundex,
  split,
  sqliteVersion,
  strftime,
  substr,
  time,
  toBase64,
  trim,
  typeOf,
  unhex,
  unicode,
  unixepoch,
  unlikely,
  upper,
  versionCompare,
  zeroblob,
  changes,
  lastInsertRowid,
  loadExtension,
  regexp,
  sleep,
  sqliteCompileoptionGet,
  sqliteCompileoptionUsed,
  sqliteSourceId,
  timediff,
  totalChanges,
  trunc,
  unistr,
  unistrQuote,
  ...MATH_FUNCTIONS,
  ...SQLITE_MATH,
];
