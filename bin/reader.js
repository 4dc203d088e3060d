'use strict';
// What reads one source of events, as a thread.
require('./load')('hostql-reader.cjs');
