import { osqueryShell } from '../../../src/shell/osquery/shell.js';

/* Run as a child: osqueryi with the arguments it is given. */
process.exitCode = await osqueryShell(process.argv.slice(2));
