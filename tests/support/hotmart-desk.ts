import { onTestFinished } from 'vitest';
import { createLog } from '../../electron/engine/log';
import type { Log } from '../../electron/engine/outside';
import { openStore } from '../../electron/engine/store/open-store';
import type { Db } from '../../electron/engine/store/tickets-table';
import { startHotmartServer } from './hotmart-server';
import type { HotmartServer } from './hotmart-server';
import type { ServerSale } from './hotmart-shop';
import { OPENED_AT, PROFILE, makeDesk } from './make-engine';
import type { MakeDeskOptions, TestDesk } from './make-engine';
import { silentLog } from './make-store';
import { createMovedClock } from './moved-clock';
import type { MovedClock } from './moved-clock';

export const DAY = 24 * 3_600_000;

/** A server that the end of the test stops. */
export async function makeHotmartServer(): Promise<HotmartServer> {
  const server = await startHotmartServer();
  onTestFinished(() => server.close());
  return server;
}

/** What the closed desk left in its store. */
export async function stored<Result>(desk: TestDesk, read: (db: Db) => Promise<Result>): Promise<Result> {
  await desk.engine.close();
  const store = await openStore({ path: `${desk.profileDir}/store.db`, key: null, clock: desk.clock, log: silentLog });
  try {
    return await read(store.db);
  } finally {
    await store.close();
  }
}

/** A log whose lines are kept as they would stand in the file; where the API client waits, its time passes at once. */
export type WaitingLog = { readonly log: Log; readonly lines: string[]; readonly waits: number[] };

export function waitingLog(clock: MovedClock): WaitingLog {
  const lines: string[] = [];
  const waits: number[] = [];
  const kept = createLog(clock, (line) => lines.push(line));
  const log: Log = {
    ...kept,
    info(area, event, fields) {
      kept.info(area, event, fields);
      if (area !== 'hotmart' || event !== 'waiting') return;
      const ms = Number(fields?.['ms']);
      waits.push(ms);
      setImmediate(() => clock.advance(ms));
    },
  };
  return { log, lines, waits };
}

/** A desk that reads from this server, with the secret that the server knows. */
export async function makeHotmartDesk(
  server: HotmartServer,
  options: MakeDeskOptions & { readonly clubs?: readonly string[] } = {},
): Promise<TestDesk & { readonly lines: readonly string[]; readonly waits: readonly number[] }> {
  const clock = options.clock ?? createMovedClock(OPENED_AT);
  const { log, lines, waits } = waitingLog(clock);
  const desk = await makeDesk({
    profile: { ...PROFILE, hotmart: { ...server.settings, clubs: [...(options.clubs ?? [])] } },
    secrets: { hotmart: { clientSecret: server.secret, basic: null } },
    log,
    ...options,
    clock,
  });
  return { ...desk, lines, waits };
}

/** That many sales, one a day back from the opening of the desk, HP0000000001 the newest. */
export function dailySales(count: number, more: Partial<ServerSale> = {}): readonly ServerSale[] {
  return Array.from({ length: count }, (_, index) => ({
    transaction: `HP${String(index + 1).padStart(10, '0')}`,
    ordered: OPENED_AT - index * DAY - 3_600_000,
    email: `buyer${String(index + 1)}@posta.example`,
    ...more,
  }));
}
