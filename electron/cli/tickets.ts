import type { EngineClient } from '../../shared/contract/engine-api';
import type { TicketRow } from '../../shared/contract/views';
import { QUEUES } from '../../shared/domain/ticket';
import type { Queue } from '../../shared/domain/ticket';
import { usage } from './arguments';
import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';
import { columns } from './table-text';
import { ticketCells, ticketJson } from './ticket-line';

const PAGE = 500;

/** `tickets`: one ticket a line, oldest number first. */
export const ticketsCommand: Command = {
  usage: 'tickets --profile DIR [--queue Q] [--json]',
  shape: { options: ['profile', 'queue'], flags: ['json'], words: [] },
  async run(given, line) {
    const queue = given.option('queue');
    const isQueue = (name: string): name is Queue => (QUEUES as readonly string[]).includes(name);
    if (queue !== null && !isQueue(queue)) throw usage(`There is no queue ${queue}; there are ${QUEUES.join(', ')}`);
    const profile = await openProfile(given.needed('profile'), line, { network: false });
    try {
      // `mine` shows tickets of other queues once more.
      const queues = queue === null ? QUEUES.filter((name) => name !== 'mine') : [queue];
      const rows = (await Promise.all(queues.map((name) => allRows(profile.client, name)))).flat();
      rows.sort((one, other) => Number(one.id.slice(2)) - Number(other.id.slice(2)));
      const lines = given.has('json') ? rows.map(ticketJson) : columns(rows.map(ticketCells));
      for (const text of lines) line.print(text);
      return EXIT.done;
    } finally {
      await profile.close();
    }
  },
};

async function allRows(client: EngineClient, queue: Queue): Promise<readonly TicketRow[]> {
  const rows: TicketRow[] = [];
  for (;;) {
    const page = await client.call('tickets.page', { queue, offset: rows.length, limit: PAGE });
    rows.push(...page.rows);
    if (page.rows.length < PAGE) return rows;
  }
}
