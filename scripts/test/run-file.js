import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Parser } from 'tap-parser';
import { ROOT } from '../bundle.js';
import { OUT } from './transform.js';

/** A file that takes longer hangs: it is ended, and counts as failed. */
const LIMIT_MS = 180_000;
const NO_STACK = new Set(['stack', 'source', 'at']);

/** Runs one test file; what it has to say is a line where all is well, and the failures in full where not. */
export async function runFile(file, env) {
  const started = performance.now();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const parser = new Parser();
  const script = join(OUT, file.replace(/\.ts$/, '.js'));
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    cwd: ROOT,
    // tap's own limit is half a minute for a whole file, too little for one that starts programs on a busy machine.
    env: { ...process.env, TAP_TIMEOUT: String(LIMIT_MS / 1000), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  follow(parser, [], counts, failures);
  child.stdout.pipe(parser);
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const [[code, signal], isParsed] = await Promise.all([
    new Promise((done) => child.on('close', (...end) => done(end))),
    new Promise((done) => parser.on('complete', (results) => done(results.ok))),
  ]);
  clearTimeout(timer);
  const elapsed = ((performance.now() - started) / 1000).toFixed(2);
  const isBroken = counts.failed === 0 && (code !== 0 || !isParsed || counts.passed + counts.skipped === 0);
  if (isBroken) {
    counts.failed++;
    failures.push(`  the file itself: ${signal ?? `exit code ${code}`}${counts.passed === 0 ? ', no test ran' : ''}\n`);
  }
  const isOk = counts.failed === 0;
  const report = [`${isOk ? 'ok    ' : 'not ok'} ${elapsed.padStart(6)} s  ${file}  (${counts.passed})\n`, ...failures];
  if (!isOk && stderr) report.push(indent(stderr));
  return { ...counts, report: report.join('') };
}

/** Counts assertions, and keeps what failed; a subtest's own closing line counts only where no assertion in it failed. */
function follow(parser, path, counts, failures) {
  let child;
  parser.on('child', (subtest) => {
    child = { name: subtest.name, failedBefore: counts.failed };
    follow(subtest, [...path, subtest.name], counts, failures);
  });
  parser.on('assert', (result) => {
    const closed = child?.name === result.name ? child : undefined;
    child = undefined;
    if (closed && (result.ok || counts.failed > closed.failedBefore)) return;
    if (result.skip || result.todo) counts.skipped++;
    else if (result.ok) counts.passed++;
    else {
      counts.failed++;
      failures.push(describe([...path, result.name], result.diag ?? {}));
    }
  });
  parser.on('bailout', (reason) => {
    counts.failed++;
    failures.push(`  bailed out: ${reason}\n`);
  });
}

function describe(path, diag) {
  const at = diag.at?.fileName && `${diag.at.fileName}:${diag.at.lineNumber}`;
  const lines = [path.filter(Boolean).join(' > ') + (at ? `  (${at})` : '')];
  for (const [key, value] of Object.entries(diag)) {
    if (NO_STACK.has(key) || (key === 'compare' && diag.diff)) continue;
    lines.push(indent(`${key}: ${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}`));
  }
  if (diag.stack && !at) lines.push(indent(diag.stack));
  return indent(lines.join('\n'));
}

const indent = (text) => `${text.trimEnd().replace(/^/gm, '  ')}\n`;
