import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the engine's memory near what it holds; imported for its effect by every host. V8 lets a heap grow by up to four
 * times before it collects, and the bytes of mail that died since then lie beside it: a first sync took 460 MB so, 370 MB
 * with these (`npm run bench -- large`), and was not slower for it.
 */

// how much the old generation may grow between two collections
setFlagsFromString('--heap-growing-percent=20');
// MB of the young generation's halves: most of what a batch makes dies young, and small halves stay in the cache
setFlagsFromString('--max-semi-space-size=4');
