/** EFI_CERT_X509_GUID (UEFI 2.10, 32.4.1) as it is stored. */
const X509 = Buffer.from('a159c0a5e494a74a87b5ab155c2bf072', 'hex');
const ATTRIBUTES_BYTES = 4;
const LIST_HEADER_BYTES = 28;
const OWNER_BYTES = 16;

/**
 * The certificates of a variable that holds signatures, such as db, in DER. Lists of another kind (hashes) are passed
 * over; one whose sizes cannot be ends them. Pure.
 */
export function* certificatesOfVariable(variable: Buffer): Generator<Buffer> {
  for (let at = ATTRIBUTES_BYTES; at + LIST_HEADER_BYTES <= variable.length; ) {
    const listBytes = variable.readUInt32LE(at + 16);
    const signatureBytes = variable.readUInt32LE(at + 24);
    const start = at + LIST_HEADER_BYTES + variable.readUInt32LE(at + 20);
    const end = at + listBytes;
    if (listBytes < LIST_HEADER_BYTES || end > variable.length || signatureBytes <= OWNER_BYTES) return;
    if (variable.subarray(at, at + X509.length).equals(X509))
      for (let next = start; next + signatureBytes <= end; next += signatureBytes)
        yield variable.subarray(next + OWNER_BYTES, next + signatureBytes);
    at = end;
  }
}
