import { createSearchIndex } from '../search-index';
import type { Migration } from './column-types';

/** The full-text index over tickets; its form is the dialect's, see `search-index.ts`. */
export const ticketSearch: Migration = {
  number: 20,
  name: 'ticket-search',
  async up(db) {
    await createSearchIndex(db);
  },
};
