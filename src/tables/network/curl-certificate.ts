import { COST, tableOf } from '../../catalog/index.js';
import {
  type Certificate,
  type ExtensionName,
  type Host,
  parseCertificate,
  Refused,
  readPeerCertificate,
  several,
  type TlsAddress,
} from '../../host/index.js';

interface ShownCertificate {
  readonly hostname: string;
  readonly certificate: Certificate;
  readonly timeout: number;
  readonly isDumped: boolean;
  readonly nowMs: number;
}

const PORT = 443;
const TIMEOUT_SECONDS = 4;
/** A query must end: `timeout = 0` asks for no limit, and gets this one. */
const MAX_TIMEOUT_SECONDS = 60;
const AT_ONCE = 8;

const { table, integer, text } = tableOf<ShownCertificate>();
const nocase = { collation: 'nocase' } as const;

const extension = (name: ExtensionName, description: string, collation: 'binary' | 'nocase' = 'binary') =>
  text(description, ({ certificate }) => certificate.extension(name)?.replace(/\n+$/, '').replaceAll('\n', ';'), {
    collation,
  });

/** A row per server that shows a certificate. It is not checked: that it is good nothing here says. */
export const curlCertificate = table({
  name: 'curl_certificate',
  description: 'Certificates that TLS servers show: a host, with a port or 443, is required',
  rows: 1,
  rowCost: COST.network,
  sources: ['the servers that are named, by TLS 1.0 to 1.3'],
  examples: [
    "SELECT common_name, valid_to, has_expired FROM curl_certificate WHERE hostname = '127.0.0.1:8443'",
    "SELECT hostname, pem FROM curl_certificate WHERE hostname IN ('localhost:8443', 'localhost') AND dump_certificate = 1",
  ],
  columns: {
    hostname: text('Host, or host:port', (row) => row.hostname, {
      key: { required: true, maxValues: 64 },
    }),
    common_name: text('Common name of the subject', ({ certificate }) => certificate.subject.first('CN')),
    organization: text('Organization of the subject', ({ certificate }) => certificate.subject.first('O')),
    organization_unit: text('Unit of the subject', ({ certificate }) => certificate.subject.first('OU')),
    serial_number: text('Serial number, hexadecimal', ({ certificate }) => certificate.serial, nocase),
    issuer_common_name: text('Common name of the issuer', ({ certificate }) => certificate.issuer.first('CN')),
    issuer_organization: text('Organization of the issuer', ({ certificate }) => certificate.issuer.first('O')),
    issuer_organization_unit: text('Unit of the issuer', ({ certificate }) => certificate.issuer.first('OU')),
    valid_from: text('Start of its validity: Jan  1 00:00:00 2026 GMT', ({ certificate }) =>
      inWords(certificate.notBefore),
    ),
    valid_to: text('End of its validity', ({ certificate }) => inWords(certificate.notAfter)),
    sha256_fingerprint: text('SHA-256 of it', ({ certificate }) => certificate.digest('sha256'), nocase),
    sha1_fingerprint: text('SHA-1 of it', ({ certificate }) => certificate.digest('sha1'), nocase),
    version: integer('Version of X.509', ({ certificate }) => certificate.version),
    signature_algorithm: text('How it was signed', ({ certificate }) => certificate.shortSigningAlgorithm),
    signature: text('Signature, in hexadecimal with colons', ({ certificate }) =>
      certificate.signature.toString('hex').match(/../g)?.join(':'),
    ),
    subject_key_identifier: extension('subjectKeyIdentifier', 'Id of its key', 'nocase'),
    authority_key_identifier: extension('authorityKeyIdentifier', 'Id of the key that signed it', 'nocase'),
    key_usage: extension('keyUsage', 'What its key is for'),
    extended_key_usage: extension('extendedKeyUsage', 'What its key is for, further'),
    policies: extension('certificatePolicies', 'Policies it was issued under'),
    subject_alternative_names: extension('subjectAltName', 'Other names of the subject'),
    issuer_alternative_names: extension('issuerAltName', 'Other names of the issuer'),
    info_access: extension('authorityInfoAccess', 'Where more about the issuer is to be had'),
    subject_info_access: extension('subjectInfoAccess', 'Where more about the subject is to be had'),
    policy_mappings: extension('policyMappings', 'Policies that count as others'),
    has_expired: integer('1 where its validity is over, else 0', ({ certificate, nowMs }) =>
      Number(certificate.notAfter !== null && certificate.notAfter * 1000 <= nowMs),
    ),
    basic_constraint: extension('basicConstraints', 'Whether it may sign others'),
    name_constraints: extension('nameConstraints', 'Names that it may sign'),
    policy_constraints: extension('policyConstraints', 'Policies that it may sign'),
    dump_certificate: integer('1 asks for pem', (row) => Number(row.isDumped), { hidden: true, key: {} }),
    timeout: integer(
      `Seconds to wait, ${TIMEOUT_SECONDS} where nothing is said, ${MAX_TIMEOUT_SECONDS} at most`,
      (row) => row.timeout,
      { hidden: true, key: {} },
    ),
    pem: text('The certificate in PEM, where dump_certificate is 1', ({ certificate, isDumped }) =>
      isDumped ? certificate.pem : null,
    ),
  },
  async *scan({ host, lookup, signal, warn }) {
    const dumps = (lookup.dump_certificate?.values ?? [0]).filter((value) => value === 0 || value === 1);
    const timeouts = lookup.timeout?.values ?? [TIMEOUT_SECONDS];
    const questions = (lookup.hostname?.values ?? []).flatMap((hostname) =>
      timeouts.filter((timeout) => timeout >= 0).map((timeout) => ({ hostname, timeout })),
    );
    if (dumps.length === 0) return;
    const nowMs = host.facts.nowMs();
    const answers = several(questions, AT_ONCE, signal, async (question, until) => {
      try {
        const certificate = await readCertificate(host, question.hostname, question.timeout, until);
        return { ...question, certificate, nowMs };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        warn(error.message);
        return undefined;
      }
    });
    for await (const answer of answers) if (answer) for (const dump of dumps) yield { ...answer, isDumped: dump === 1 };
  },
});

async function readCertificate(
  host: Host,
  hostname: string,
  timeout: number,
  signal: AbortSignal,
): Promise<Certificate> {
  const address = parseAddress(hostname);
  if (!address) throw new Refused(hostname, 'neither host nor host:port');
  const seconds = timeout === 0 ? MAX_TIMEOUT_SECONDS : Math.min(timeout, MAX_TIMEOUT_SECONDS);
  const der = await host.answerLater(`certificate of ${address.host}:${address.port}`, () =>
    readPeerCertificate(address, seconds * 1000, signal),
  );
  if (!der) throw new Refused(hostname, 'not recorded');
  const certificate = parseCertificate(der);
  if (!certificate) throw new Refused(hostname, 'the certificate is damaged');
  return certificate;
}

/** `host`, `host:port`, `[::1]:port`, or an IPv6 address alone. Pure. */
export function parseAddress(text: string): TlsAddress | null {
  const [, bracketed, plain, digits] = /^(?:\[([\da-f:.%\w]+)\]|([^\s:/[\]\0]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = bracketed ?? plain ?? (/^[\da-f:]+:[\da-f:.]*$/i.test(text) ? text : undefined);
  const port = digits === undefined ? PORT : Number(digits);
  return host === undefined || port === 0 || port > 65_535 ? null : { host, port };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As ASN1_TIME_print(3) writes it. */
function inWords(seconds: number | null): string | null {
  if (seconds === null) return null;
  const date = new Date(seconds * 1000);
  const day = String(date.getUTCDate()).padStart(2);
  return `${MONTHS[date.getUTCMonth()]} ${day} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()} GMT`;
}
