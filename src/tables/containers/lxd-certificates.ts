import { COST, tableOf } from '../../catalog/index.js';
import { type Json, jsonText } from '../../host/index.js';
import { LXD_PRIVILEGES, LXD_SOURCES } from './columns.js';
import { asking } from './questions.js';

const { table, text } = tableOf<Json>();

/** A row per certificate. */
export const lxdCertificates = table({
  name: 'lxd_certificates',
  description: 'Certificates that LXD and Incus trust: who has the key to one may give orders',
  rows: 5,
  rowCost: COST.file,
  sources: LXD_SOURCES,
  privileges: LXD_PRIVILEGES,
  examples: [
    'SELECT name, type, fingerprint FROM lxd_certificates',
    "SELECT count(*) AS clients FROM lxd_certificates WHERE type = 'client'",
  ],
  isAsync: true,
  columns: {
    name: text('Name', (certificate) => jsonText(certificate, 'name')),
    type: text('What it is for, such as client', (certificate) => jsonText(certificate, 'type')),
    fingerprint: text('SHA-256 of it', (certificate) => jsonText(certificate, 'fingerprint'), { collation: 'nocase' }),
    certificate: text('The certificate in PEM', (certificate) => jsonText(certificate, 'certificate')),
  },
  scan: (request) =>
    asking(request, async function* (questions) {
      for await (const { answer } of questions.servers((server) => server.certificates())) yield* answer;
    }),
});
