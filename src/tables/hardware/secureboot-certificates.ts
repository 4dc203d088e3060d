import { COST, tableOf } from '../../catalog/index.js';
import { type Certificate, certificatesOfVariable, parseCertificate, readOrWarn } from '../../host/index.js';

interface TrustedCertificate {
  readonly certificate: Certificate;
  readonly isRevoked: boolean;
  readonly path: string;
}

const { table, integer, text } = tableOf<TrustedCertificate>();

const FOLDER = '/sys/firmware/efi/efivars';
const nocase = { collation: 'nocase' } as const;
const digits = (value: number | null): string | null => (value === null ? null : String(value));

/** A row per certificate in the firmware's lists db and dbx; none where the machine did not start by UEFI. */
export const securebootCertificates = table({
  name: 'secureboot_certificates',
  description: 'Certificates whose signatures let software start under Secure Boot, or keep it from starting',
  rows: 10,
  rowCost: COST.file,
  sources: ['/sys/firmware/efi/efivars'],
  examples: [
    'SELECT common_name, issuer, key_strength FROM secureboot_certificates WHERE revoked = 0',
    "SELECT common_name FROM secureboot_certificates WHERE not_valid_after < strftime('%s', 'now')",
  ],
  columns: {
    common_name: text('Common name of the subject', ({ certificate }) => certificate.subject.first('CN')),
    subject: text('Whose it is, in one line', ({ certificate }) => certificate.subject.oneLine),
    issuer: text('Who signed it, in one line', ({ certificate }) => certificate.issuer.oneLine),
    not_valid_before: text('Start of its validity, in seconds since the epoch', ({ certificate }) =>
      digits(certificate.notBefore),
    ),
    not_valid_after: text('End of its validity, in seconds since the epoch', ({ certificate }) =>
      digits(certificate.notAfter),
    ),
    sha1: text('SHA-1 of the certificate', ({ certificate }) => certificate.digest('sha1'), nocase),
    serial: text('Serial number, hexadecimal', ({ certificate }) => certificate.serial, nocase),
    revoked: integer('1 for what is in dbx: it must not start; 0 for db', (row) => Number(row.isRevoked)),
    path: text('Variable of the firmware it is in', (row) => row.path),
    is_ca: integer('1 where it may sign others, else 0', ({ certificate }) => Number(certificate.isAuthority)),
    self_signed: integer('1 where it may have signed itself, else 0', ({ certificate }) =>
      Number(certificate.isSelfSigned),
    ),
    key_usage: text('What its key is for', ({ certificate }) => certificate.keyUsage),
    authority_key_id: text('Id of the key that signed it', ({ certificate }) => certificate.authorityKeyId, nocase),
    subject_key_id: text('Id of its key', ({ certificate }) => certificate.subjectKeyId, nocase),
    signing_algorithm: text('How it was signed', ({ certificate }) => certificate.signingAlgorithm),
    key_algorithm: text('Kind of its key', ({ certificate }) => certificate.keyAlgorithm),
    key_strength: text('Bits of the key, or the name of its curve', ({ certificate }) => certificate.keyStrength),
  },
  *scan({ host, checkpoint, warn }) {
    const names = readOrWarn([], warn, () => host.list(FOLDER)).sort();
    for (const list of ['db', 'dbx']) {
      for (const name of names.filter((candidate) => candidate.startsWith(`${list}-`))) {
        const path = `${FOLDER}/${name}`;
        const variable = Buffer.from(readOrWarn(Buffer.alloc(0), warn, () => host.readBytes(path)));
        for (const der of certificatesOfVariable(variable)) {
          checkpoint();
          const certificate = parseCertificate(der);
          if (certificate) yield { certificate, isRevoked: list === 'dbx', path };
        }
      }
    }
  },
});
