import { hear } from '../postgres/change-schema';
import type { Migration } from './column-types';

/** Of what a lead said that it is no incident, so that no colleague's desk proposes its notice again. */
export const declinedIncidents: Migration = {
  number: 240,
  name: 'declined-incidents',
  async up(db, { engine }) {
    await db.schema
      .createTable('declined_incident')
      .addColumn('product_id', 'text', (column) => column.notNull())
      .addColumn('producer_name', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('declined_incident_key', ['product_id', 'producer_name'])
      .execute();
    if (engine === 'postgres') await hear(db, { table: 'declined_incident', kind: 'proposals', key: 'product_id' });
  },
};
