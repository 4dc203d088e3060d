'use strict';
// What a lane of the daemon runs, as a thread.
require('./load')('hostql-lane.cjs');
