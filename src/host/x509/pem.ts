/** Labels of blocks that hold a certificate; a trusted one has what OpenSSL trusts it for behind it. */
const CERTIFICATES: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);

/** A certificate of a bundle in DER; null where its block is damaged, which ends the bundle. */
export type PemItem = Buffer | null;

/** The certificates of a PEM text (RFC 7468) in their order; blocks of other kinds are passed over. Pure. */
export function* parsePemCertificates(text: string): Generator<PemItem> {
  const begin = /^-----BEGIN ([A-Z0-9 ]{1,64})-----[ \t\r]*$/gm;
  for (let found = begin.exec(text); found; found = begin.exec(text)) {
    const label = found[1] ?? '';
    const start = begin.lastIndex;
    const end = text.indexOf('\n-----', start);
    const isCertificate = CERTIFICATES.has(label);
    if (end < 0 || !text.startsWith(`-----END ${label}-----`, end + 1)) {
      if (isCertificate) yield null;
      return;
    }
    begin.lastIndex = end + 1;
    if (!isCertificate) continue;
    const der = decodeBase64(text.slice(start, end));
    yield der;
    if (!der) return;
  }
}

/** Null for what is no base64; headers before it (RFC 1421) end at an empty line. */
function decodeBase64(body: string): Buffer | null {
  const lines = body.includes(':') ? body.replace(/^\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n/, '') : body;
  const base64 = lines.replace(/\s+/g, '');
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const der = Buffer.from(base64, 'base64');
  // What is no base64 is left out of the bytes: then there are too few. Node reads URLs' characters, too.
  if (/[-_]/.test(base64)) return null;
  return der.length > 0 && base64.length % 4 === 0 && der.length === (base64.length / 4) * 3 - padding ? der : null;
}
