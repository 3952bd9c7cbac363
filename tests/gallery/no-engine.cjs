'use strict';
// An engine that cannot start.
process.exit(1);
