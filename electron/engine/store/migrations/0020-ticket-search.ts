import { createTeamSearch } from '../postgres/team-search';
import { createSearchIndex } from '../search-index';
import type { Migration } from './column-types';

/** The full-text index over tickets; its form is the engine's. */
export const ticketSearch: Migration = {
  number: 20,
  name: 'ticket-search',
  async up(db, { engine }) {
    await (engine === 'sqlite' ? createSearchIndex(db) : createTeamSearch(db));
  },
};
