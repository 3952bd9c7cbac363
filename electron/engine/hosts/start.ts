import { join } from 'node:path';
import { runCached } from '../../cached/run-cached';

// What main forks.
runCached(join(__dirname, 'index.cjs'));
