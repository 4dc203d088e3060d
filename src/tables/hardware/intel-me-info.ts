import { COST, tableOf } from '../../catalog/index.js';
import { readAttribute, readOr } from '../../host/index.js';

const { table, text } = tableOf<string>();
const FOLDER = '/sys/class/mei';

/** One row where there is such a processor. Its driver asked it at start, so nobody need talk to the firmware. */
export const intelMeInfo = table({
  name: 'intel_me_info',
  description: "Version of the Intel Management Engine's firmware",
  rows: 1,
  rowCost: 2 * COST.file,
  sources: ['/sys/class/mei'],
  examples: ['SELECT version FROM intel_me_info', 'SELECT count(*) AS engines FROM intel_me_info'],
  columns: {
    version: text('Major, minor, hotfix and build', (version) => version, { collation: 'version' }),
  },
  *scan({ host }) {
    // Graphics cards have such processors of their own; before Linux 6.4 no kind is told.
    for (const name of readOr([], () => host.list(FOLDER)).sort()) {
      const kind = readAttribute(host, `${FOLDER}/${name}/kind`) ?? 'mei';
      const [, version] = /^\d+:(\d+(?:\.\d+){3})$/m.exec(readAttribute(host, `${FOLDER}/${name}/fw_ver`) ?? '') ?? [];
      if (kind === 'mei' && version !== undefined) yield version;
    }
  },
});
