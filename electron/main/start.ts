import { join } from 'node:path';
import { runCached } from '../cached/run-cached';

// What Electron starts.
runCached(join(__dirname, 'index.cjs'));
