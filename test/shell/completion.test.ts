import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import t from 'tap';

const { NODE_V8_COVERAGE: _, ...environment } = process.env;
const env = { ...environment, PATH: `${resolve('bin')}:${environment['PATH']}` };

const hostql = (...args: string[]) => spawnSync(resolve('bin/hostql'), args, { encoding: 'utf8', env });
const isInstalled = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;
const unless = (shell: string) => ({ skip: isInstalled(shell) ? false : `${shell} is not here` });

/** A line as far as it is typed, and what is offered for its last word. */
const CASES: readonly (readonly [typed: string, offered: readonly string[]])[] = [
  ['hostql sch', ['schema']],
  ['hostql --json_', ['--json_pretty']],
  ['hostql --no-h', ['--no-header']],
  ['hostql schema uptim', ['uptime']],
  ['hostql tables --j', ['--json']],
  ['hostql completion ', ['bash', 'fish', 'zsh']],
  ['hostql bench --cor', ['--corpus']],
  ['hostql record --keep', ['--keep_environment']],
  ['hostql daemon --config_s', ['--config_strict']],
  ['osqueryi --query_', ['--query_file']],
];

t.test('bash', unless('bash'), async (t) => {
  // compopt works inside a completion alone.
  const harness = `compopt() { :; }; source <(hostql completion bash)
    complete_line() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); [[ $1 == hostql ]] && _hostql || _osquery; echo "\${COMPREPLY[@]}"; }`;
  const words = (line: string): string =>
    line
      .split(' ')
      .map((word) => `'${word}'`)
      .join(' ');
  const script = [harness, ...CASES.map(([line]) => `complete_line ${words(line)}`)].join('\n');
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', env });
  t.equal(stderr, '');
  const answers = stdout.trimEnd().split('\n');
  for (const [index, [line, offered]] of CASES.entries()) t.same(answers[index]?.split(' ').sort(), offered, line);
});

t.test('fish', unless('fish'), async (t) => {
  const lines = CASES.map(([line]) => `echo "> ${line}"; complete -C "${line}"`);
  const script = ['hostql completion fish | source', ...lines].join('\n');
  const { stdout } = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8', env });
  const answers = stdout.split(/^> .*\n/m).slice(1);
  for (const [index, [line, offered]] of CASES.entries()) {
    const words = answers[index]
      ?.trimEnd()
      .split('\n')
      .map((answer) => answer.split('\t')[0]);
    t.same(words?.sort(), offered, line);
  }
});

t.test('zsh reads it', unless('zsh'), async (t) => {
  const { status, stderr } = spawnSync('zsh', ['-n'], {
    encoding: 'utf8',
    env,
    input: hostql('completion', 'zsh').stdout,
  });
  t.same({ status, stderr }, { status: 0, stderr: '' });
});

t.test('the command line', async (t) => {
  t.match(hostql('completion', '--help'), { status: 0, stdout: /~\/\.bashrc/ });
  t.match(hostql('completion'), { status: 2, stderr: /name one of bash, zsh, fish/ });
  t.match(hostql('completion', 'csh'), { status: 2, stderr: /name one of/ });
});
