import type { Migration } from './column-types';

/**
 * Raw messages are compressed by brotli from here on (store/packed-raw.ts). No table changes and nothing is compressed anew: the number
 * keeps a program from the store that could not read what the next one writes.
 */
export const brotli: Migration = {
  number: 280,
  name: 'brotli',
  async up() {},
};
