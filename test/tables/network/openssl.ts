import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ask } from '../against.js';

/** Why tests that need openssl(1) are skipped; false where it is there. */
export const noOpenssl: string | false = ask('openssl', 'version') ? false : 'no openssl(1)';

export const openssl = (...words: readonly string[]): string =>
  String(execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 }));

export interface MadeCertificate {
  readonly key: string;
  readonly cert: string;
  /** The certificate's file. */
  readonly path: string;
}

let made = 0;

/** A certificate that signed itself. @param extensions lines of openssl's configuration, further sections behind them */
export function makeCertificate(
  folder: string,
  subject: string,
  words: readonly string[] = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '36500'],
  extensions = '',
): MadeCertificate {
  const base = join(folder, `made-${made++}`);
  writeFileSync(`${base}.cnf`, `[req]\ndistinguished_name = dn\nx509_extensions = ext\n[dn]\n[ext]\n${extensions}\n`);
  const files = ['-config', `${base}.cnf`, '-keyout', `${base}.key`, '-out', `${base}.pem`];
  openssl('req', '-x509', '-nodes', '-utf8', '-multivalue-rdn', '-subj', subject, ...files, ...words);
  return { key: readFileSync(`${base}.key`, 'utf8'), cert: readFileSync(`${base}.pem`, 'utf8'), path: `${base}.pem` };
}

/** A certificate for the same key and name that was valid in January 2020. */
export function expired({ key, path }: MadeCertificate): MadeCertificate {
  const base = path.replace(/\.pem$/, '');
  const settings = [
    ...['[ca]', 'default_ca = here', '[here]', `database = ${base}.index`, `serial = ${base}.serial`],
    ...[`new_certs_dir = ${dirname(path)}`, 'default_md = sha256', 'policy = any', '[any]', 'commonName = optional'],
  ];
  writeFileSync(`${base}.ca.cnf`, settings.join('\n'));
  writeFileSync(`${base}.index`, '');
  writeFileSync(`${base}.serial`, '01');
  openssl('x509', '-x509toreq', '-in', path, '-signkey', `${base}.key`, '-out', `${base}.csr`);
  const files = ['-in', `${base}.csr`, '-keyfile', `${base}.key`, '-out', `${base}.old.pem`];
  const dates = ['-startdate', '20200101000000Z', '-enddate', '20200201000000Z'];
  openssl('ca', '-batch', '-notext', '-selfsign', '-config', `${base}.ca.cnf`, ...files, ...dates);
  return { key, cert: readFileSync(`${base}.old.pem`, 'utf8'), path: `${base}.old.pem` };
}
