import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';
import { columns } from './table-text';
import { ticketCells, ticketJson } from './ticket-line';

const LIMIT = 500;

/** `search`: full text and transaction numbers, best first. */
export const searchCommand: Command = {
  usage: 'search --profile DIR QUERY [--json]',
  shape: { options: ['profile'], flags: ['json'], words: ['QUERY'] },
  async run(given, line) {
    const profile = await openProfile(given.needed('profile'), line, { network: false });
    try {
      const { rows } = await profile.client.call('tickets.search', {
        query: (given.words[0] ?? '').slice(0, 500),
        limit: LIMIT,
      });
      const lines = given.has('json') ? rows.map(ticketJson) : columns(rows.map(ticketCells));
      for (const text of lines) line.print(text);
      return EXIT.done;
    } finally {
      await profile.close();
    }
  },
};
