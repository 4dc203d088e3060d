import { COST, tableOf } from '../../catalog/index.js';
import { type Certificate, certificatesOfVariable, parseCertificate, readOrWarn } from '../../host/index.js';

interface TrustedCertificate extends Certificate {
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
    common_name: text('Common name of the subject', (row) => row.commonName),
    subject: text('Whose it is, in one line', (row) => row.subject),
    issuer: text('Who signed it, in one line', (row) => row.issuer),
    not_valid_before: text('Start of its validity, in seconds since the epoch', (row) => digits(row.notBefore)),
    not_valid_after: text('End of its validity, in seconds since the epoch', (row) => digits(row.notAfter)),
    sha1: text('SHA-1 of the certificate', (row) => row.sha1, nocase),
    serial: text('Serial number, hexadecimal', (row) => row.serial, nocase),
    revoked: integer('1 for what is in dbx: it must not start; 0 for db', (row) => Number(row.isRevoked)),
    path: text('Variable of the firmware it is in', (row) => row.path),
    is_ca: integer('1 where it may sign others, else 0', (row) => Number(row.isAuthority)),
    self_signed: integer('1 where the issuer is the subject, else 0', (row) => Number(row.isSelfSigned)),
    key_usage: text('What its key is for', (row) => row.keyUsage),
    authority_key_id: text('Id of the key that signed it', (row) => row.authorityKeyId, nocase),
    subject_key_id: text('Id of its key', (row) => row.subjectKeyId, nocase),
    signing_algorithm: text('How it was signed', (row) => row.signingAlgorithm),
    key_algorithm: text('Kind of its key', (row) => row.keyAlgorithm),
    key_strength: text('Bits of the key, or the name of its curve', (row) => row.keyStrength),
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
          if (certificate) yield { ...certificate, isRevoked: list === 'dbx', path };
        }
      }
    }
  },
});
