import { Client } from 'pg';
import type { Engine } from '../../electron/engine/engine';
import { now, SCHEMA } from './bench-team';
import type { BenchTeam } from './bench-team';

/** A ticket that `tickets.changed` named, or (null) all of them, and when; epoch ms. */
export type Heard = { readonly ticket: string | null; readonly at: number };
/** What a desk wrote itself is told to it at once, not by the feed: no news. */
export type OwnWrite = { readonly ticket: string; readonly from: number; readonly to: number };

type Listening = { readonly heard: readonly Heard[]; readonly writes: readonly OwnWrite[] };

/** Writes down what an engine tells its window from now on. */
export function hearChanges(engine: Engine): readonly Heard[] {
  const heard: Heard[] = [];
  engine.on('tickets.changed', ({ tickets }) => {
    const at = now();
    if (tickets === null) heard.push({ ticket: null, at });
    else for (const ticket of tickets) heard.push({ ticket, at });
  });
  return heard;
}

/**
 * How long each change of these minutes took to each of these desks. A change's time is that of its row in the feed, which the
 * trigger wrote before the commit, so that no figure is too small.
 */
export async function lagsOf(
  pass: { readonly team: BenchTeam; readonly startAt: number },
  desks: readonly Listening[],
): Promise<{ readonly lags: readonly number[]; readonly unheard: number }> {
  const client = new Client(pass.team.superuser);
  await client.connect();
  const { rows } = await client.query<{ ticket: string; at: number }>(
    `select key as ticket, (extract(epoch from at) * 1000)::float8 as at from ${SCHEMA}.change
     where kind = 'ticket' and at >= to_timestamp($1::float8 / 1000) order by seq`,
    [pass.startAt],
  );
  await client.end();
  const lags: number[] = [];
  let unheard = 0;
  for (const { heard, writes } of desks) {
    const times = byTicket(heard);
    const all = times.get(null) ?? [];
    for (const change of rows) {
      if (writes.some((own) => own.ticket === change.ticket && own.from <= change.at && change.at <= own.to)) continue;
      const later = [...(times.get(change.ticket) ?? []), ...all].filter((at) => at >= change.at);
      if (later.length === 0) unheard += 1;
      else lags.push(Math.round(Math.min(...later) - change.at));
    }
  }
  return { lags, unheard };
}

function byTicket(heard: readonly Heard[]): ReadonlyMap<string | null, readonly number[]> {
  const times = new Map<string | null, number[]>();
  for (const { ticket, at } of heard) {
    const own = times.get(ticket) ?? [];
    own.push(at);
    times.set(ticket, own);
  }
  return times;
}
