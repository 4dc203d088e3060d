import type { AuditSettings } from '../settings.js';
import { ARCH, syscallNumber } from '../syscalls/index.js';
import {
  ACCEPT,
  CLOSE,
  DUPLICATE,
  EXEC,
  FORK,
  KILL,
  MAP,
  NAMES,
  OPEN,
  READ,
  SOCKET,
  SOCKETCALLS,
  TRUNCATE,
  WRITE_TO_FIRST,
  WRITE_TO_THIRD,
} from '../syscalls/kinds.js';
import type { Rule, RuleField } from './rule.js';

/** Marks the rules as ours. */
export const RULE_KEY = 'hostql';

const PROT_WRITE = 2;
const [F_DUPFD, F_DUPFD_CLOEXEC] = [0, 1030];

interface Group {
  readonly names: readonly string[];
  readonly fields: readonly RuleField[];
}

/**
 * The rules for what is wanted. What the kernel can leave out is left out there: our own process, calls that failed and make
 * no row, reads that nobody is told of.
 * @param archs of the programs that run here
 */
export function rulesFor(settings: AuditSettings, archs: readonly number[], ownPid: number): Rule[] {
  const groups = groupsFor(settings);
  const rules: Rule[] = [];
  for (const arch of archs) {
    for (const { names, fields } of groups) {
      const syscalls = names.map((name) => syscallNumber(arch, name)).filter((number) => number !== undefined);
      if (syscalls.length === 0 || (names === SOCKETCALL && arch !== ARCH.i386)) continue;
      rules.push({
        syscalls,
        action: 'always',
        fields: [is('arch', arch), { field: 'pid', operator: '!=', value: ownPid }, ...fields],
        key: RULE_KEY,
      });
    }
  }
  return rules;
}

const FILE_CALLS = [OPEN, CLOSE, DUPLICATE, NAMES, WRITE_TO_FIRST, WRITE_TO_THIRD, TRUNCATE, FORK, EXEC];
const SOCKETCALL: readonly string[] = ['socketcall'];
const is = (field: RuleField['field'], value: number): RuleField => ({ field, operator: '=', value });
const SUCCESS = is('success', 1);

function groupsFor({ process, sockets, files }: AuditSettings): Group[] {
  const groups: Group[] = [];
  const successful = new Set<string>();
  const want = (names: readonly string[]): void => {
    for (const name of names) successful.add(name);
  };
  if (process) {
    want(EXEC);
    if (process.fork) want(FORK);
    if (process.kill) want(KILL);
  }
  if (files) {
    for (const names of FILE_CALLS) want(names);
    if (files.showAccesses) want(READ);
    const isWritable: RuleField = { field: 'a2', operator: '&', value: PROT_WRITE };
    groups.push({ names: MAP, fields: files.showAccesses ? [SUCCESS] : [SUCCESS, isWritable] });
    for (const command of [F_DUPFD, F_DUPFD_CLOEXEC]) {
      groups.push({ names: ['fcntl', 'fcntl64'], fields: [SUCCESS, is('a1', command)] });
    }
  }
  if (successful.size > 0) groups.push({ names: [...successful], fields: [SUCCESS] });
  if (sockets) {
    // A connection that is still being made has failed, as far as the kernel's filter knows.
    groups.push({ names: sockets.accept ? [...SOCKET, ...ACCEPT] : SOCKET, fields: [] });
    for (const [call, name] of SOCKETCALLS) {
      if (sockets.accept || !ACCEPT.includes(name)) groups.push({ names: SOCKETCALL, fields: [is('a0', call)] });
    }
  }
  return groups;
}
