import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { searchQuery } from '../../electron/engine/store/postgres/team-search';
import { termsOfWords } from '../../electron/engine/store/search-text';
import { connectionOf, now, SCHEMA } from './bench-team';
import type { BenchTeam } from './bench-team';
import { ACTION_EVERY_MS, choices, PAGE_LINES, SEARCH_LINES } from './seeded-actions';

/** The yardstick: one bare statement of each action, by plain connections with an agent's rights. */
export type PlainPass = {
  readonly team: BenchTeam;
  readonly tickets: number;
  readonly ms: number;
  readonly seed: number;
};

export type PlainFigures = Readonly<Record<'open' | 'list' | 'search', readonly number[]>>;

const CONNECTIONS = 3;

/** As many statements in a second as all desks have actions, each due at its moment as theirs are. */
export async function passPlain(pass: PlainPass): Promise<PlainFigures> {
  const clients = await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, index) => {
      const client = new Client(connectionOf(pass.team.port, pass.team.desks[index]?.login ?? '').config);
      await client.connect();
      return client;
    }),
  );
  const times: Record<'open' | 'list' | 'search', number[]> = { open: [], list: [], search: [] };
  const every = ACTION_EVERY_MS / pass.team.desks.length;
  const start = now();
  await Promise.all(
    clients.map(async (client, index) => {
      const choose = choices(pass.seed * 1_000 + index);
      for (let due = start + index * every; due < start + pass.ms; due += every * CONNECTIONS) {
        await sleep(Math.max(0, due - now()));
        const action = choose.action();
        const kind = action === 'list' || action === 'search' ? action : 'open';
        const [text, values] = statement(kind, choose, pass.tickets);
        await client.query(text, values);
        times[kind].push(now() - due);
      }
    }),
  );
  for (const client of clients) await client.end();
  return times;
}

/** What the main question of each handler is to the server. */
function statement(
  kind: keyof PlainFigures,
  choose: ReturnType<typeof choices>,
  tickets: number,
): [string, (string | number | null)[]] {
  switch (kind) {
    case 'open': {
      // `conversationRows`, of a ticket that is still open
      const ticket = `T-${String(tickets - choose.below(Math.ceil(tickets / 10)))}`;
      return [
        `select id, ticket_id, message_id, direction, from_name, from_address, from_folded, subject, sent_at, received_at,
          is_auto, parse_state, parsed, mailbox_id, digest, new_text, quoted_text, signature, parse_attempts
         from ${SCHEMA}.message where ticket_id in ($1) order by received_at, id`,
        [ticket],
      ];
    }
    case 'list':
      // `pageOfQueue`
      return [
        `select * from ${SCHEMA}.ticket where queue = $1 order by updated_at desc, id desc limit $2 offset $3`,
        [choose.queue(), PAGE_LINES, 0],
      ];
    case 'search': {
      // `findTickets`
      const query = searchQuery({ all: termsOfWords(choose.query(tickets)), none: [] });
      return [
        `with few as materialized (
          select ticket_id, words from ${SCHEMA}.ticket_search where words @@ $1::text::tsquery limit 2001)
         select ticket_id, count(*) over () from few
         order by ts_rank(words, $1::text::tsquery) desc, ticket_id desc limit $2`,
        [query, SEARCH_LINES],
      ];
    }
  }
}
