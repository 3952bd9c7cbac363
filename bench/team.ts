import '../electron/engine/hosts/node-compat';
import { print, runBench, timed } from './passes/own-process';
import { makeBenchTeam } from './team/bench-team';
import { passDesks } from './team/desk-pass';
import { fillTeam } from './team/fill-team';
import { COMPARED, measureTeam } from './team/measure-team';
import type { TeamFigures } from './team/measure-team';
import { passPlain } from './team/plain-pass';

/**
 * `npm run bench:team [TICKETS] [DESKS] [SECONDS]`: 50 desks on a team's store of 1,000,000 tickets for 5 minutes, and once more
 * through PgBouncer in transaction mode. Each desk is a real engine with the rights of an agent and does one thing every 5 s: 60 %
 * next ticket (claims and opens it), 20 % a list, 10 % a search, 10 % a reply. Exit 1 above a bar:
 *
 * - opening a list, a ticket and a search: p95 at most 5 times that of the bare statement, issued at the same total rate by 3
 *   plain connections before and after the desks' minutes;
 * - a change is at the other desks within 1 s (p95), through PgBouncer within 3 s, and at each of them;
 * - no desk has more than 3 connections.
 *
 * All times count from when an action was due: a server that falls behind shows it.
 */
const BARS = { ratio: 5, seenMs: { direct: 1_000, pooled: 3_000 }, connections: 3 };

const PASSES: Readonly<Record<string, (argument: never) => Promise<object>>> = { desks: passDesks, plain: passPlain };

async function main(): Promise<void> {
  const [part, argument, seconds] = process.argv.slice(2);
  const pass = PASSES[part ?? ''];
  if (pass) return print(await pass(JSON.parse(argument ?? '') as never));
  return compare(Number(part ?? 1_000_000), Number(argument ?? 50), Number(seconds ?? 300) * 1_000);
}

async function compare(tickets: number, desks: number, ms: number): Promise<void> {
  const { postgres, team } = await makeBenchTeam(desks);
  try {
    const filledMs = await timed(() => fillTeam(team.superuser, tickets, Date.now()));
    const figures = await measureTeam(__filename, team, { tickets, ms });
    print({ tickets, desks, seconds: ms / 1_000, filledMs, ...figures, bars: BARS });
    process.exitCode = holds(figures) ? 0 : 1;
  } finally {
    await postgres.remove();
  }
}

function holds({ ratios, direct, pooled }: TeamFigures): boolean {
  return (
    COMPARED.every((kind) => ratios.direct[kind] <= BARS.ratio && ratios.pooled[kind] <= BARS.ratio) &&
    direct.seenP95Ms <= BARS.seenMs.direct &&
    pooled.seenP95Ms <= BARS.seenMs.pooled &&
    direct.unheard + pooled.unheard === 0 &&
    Math.max(direct.connections, pooled.connections) <= BARS.connections
  );
}

runBench(main);
