import { sql } from 'kysely';
import {
  BREAKDOWNS,
  TODAY_LINES,
  WEEK_MS,
  breakDown,
  countAmong,
  hoursToClear,
  oldestAmong,
  sumBy,
} from '../../../shared/domain/report';
import type {
  Among,
  Breakdown,
  FigureWord,
  Group,
  Moved,
  Report,
  ReportAsk,
  TodayLine,
  TodayLineId,
} from '../../../shared/domain/report';
import { DAY_MS, bucketsOf } from '../../../shared/domain/report-periods';
import { lastImportAt } from '../store/imports-table';
import { newestSale } from '../store/product-deliveries';
import type { Db } from '../store/tickets-table';
import { answeredRows, readAgents } from './answers';
import { putAsideRows, troubleRows, wroteAgainRows } from './after-reply';
import { countGroups, countTickets } from './figure-rows';
import { readAgreement, unmatchedRows } from './matching';
import { readProducers, silentRows } from './producers';
import { unresolvedRows } from './unresolved';
import { cameInRows, readVolume, resolvedRows } from './volume';

/** Reads all figures, one statement after the other: an engine has other work, and each is an index range. */
export async function readReport(
  db: Db,
  ask: ReportAsk,
  options: { readonly timeZone: string; readonly byAgent: boolean; readonly withoutReviewed?: boolean },
): Promise<Report> {
  const { timeZone, byAgent, withoutReviewed = false } = options;
  const unresolved = await countGroups(db, 'unresolved', unresolvedRows(ask));
  const count = countAmong(unresolved, {});
  const today = await readToday(db, ask, unresolved);
  const { lines: volume, ...times } = await readVolume(db, bucketsOf(ask, timeZone), {
    at: ask.at,
    unresolved: count,
  });
  const sum = (of: keyof Moved): number => volume.reduce((total, line) => total + line[of], 0);
  const shown = withoutReviewed ? unresolved.filter(({ words }) => words.reviewed === '0') : unresolved;
  const breakdowns = Object.fromEntries(BREAKDOWNS.map((by) => [by, breakDown(shown, by)])) as Record<
    Breakdown,
    ReturnType<typeof breakDown>
  >;
  return {
    ask,
    timeZone,
    today,
    hoursToClear: hoursToClear(countAmong(unresolved, { debtor: 'us' }), await leftOurHands(db, ask.at)),
    lastSyncAt: await lastSyncAt(db),
    lastImportAt: await lastImportAt(db, 'sales'),
    withoutReviewed,
    unresolved: { count: countAmong(shown, {}), breached: countAmong(shown, { breached: '1' }) },
    breakdowns,
    volume,
    cameIn: sum('cameIn'),
    resolved: sum('resolved'),
    noAnswer: sum('noAnswer'),
    ...times,
    producers: await readProducers(db, ask),
    unmatched: await countGroups(db, 'unmatched', unmatchedRows(ask)),
    agreement: await readAgreement(db, ask),
    agents: byAgent ? await readAgents(db, ask) : null,
    products: await productNames(
      db,
      breakdowns.product.flatMap(({ value }) => value ?? []),
    ),
  };
}

async function readToday(db: Db, ask: ReportAsk, unresolved: readonly Group[]): Promise<readonly TodayLine[]> {
  const day = { from: ask.at - DAY_MS, to: ask.at };
  const week = { from: ask.at - WEEK_MS, to: ask.at };
  const open = (among: Among) => ({ groups: unresolved, key: { figure: 'unresolved' as const, ...day, among } });
  const trouble = await countGroups(db, 'trouble', troubleRows());
  const inTrouble = (kind: string) => ({
    groups: trouble,
    key: { figure: 'trouble' as const, ...day, among: { trouble: kind } },
  });
  const lines: Readonly<
    Record<TodayLineId, Omit<ReturnType<typeof open>, 'key'> & Pick<TodayLine, 'key'> & { by?: FigureWord }>
  > = {
    'came-in': {
      groups: await countGroups(db, 'came-in', cameInRows(day)),
      key: { figure: 'came-in', ...day, among: {} },
    },
    owed: open({ debtor: 'us' }),
    breached: open({ breached: '1' }),
    guarantees: open({ guarantee: '1' }),
    person: open({ person: '1' }),
    held: inTrouble('held'),
    failed: inTrouble('failed'),
    uncertain: inTrouble('uncertain'),
    bounced: inTrouble('bounced'),
    'wrote-again': {
      groups: await countGroups(db, 'wrote-again', wroteAgainRows({ ...ask, ...week })),
      key: { figure: 'wrote-again', ...week, among: {} },
      by: 'macro',
    },
    'to-classify': { ...open({ decision: 'classify.product' }), by: 'product' },
    'silent-producers': {
      groups: await countGroups(db, 'silent-producers', silentRows(ask)),
      key: { figure: 'silent-producers', ...day, among: {} },
      by: 'producer',
    },
    'put-aside': {
      groups: await countGroups(db, 'put-aside', putAsideRows(ask)),
      key: { figure: 'put-aside', ...day, among: {} },
      by: 'queue',
    },
  };
  return TODAY_LINES.map((id) => {
    const { groups, key, by } = lines[id];
    const among = groups.filter((group) => countAmong([group], key.among) > 0);
    return {
      id,
      key,
      count: countAmong(among, {}),
      oldestAt: oldestAmong(among, {}),
      parts: by === undefined ? [] : sumBy(among, by).map((part) => ({ word: by, ...part })),
    };
  });
}

/** Tickets that were answered or closed within the last week. */
async function leftOurHands(db: Db, at: number): Promise<number> {
  const week = { from: at - WEEK_MS, to: at };
  return countTickets(
    db,
    sql`select ticket_id from (${answeredRows(week)}) as answered union all select ticket_id from (${resolvedRows(week)}) as closed`,
  );
}

async function lastSyncAt(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('folder')
    .select((of) => of.fn.max('synced_at').as('at'))
    .executeTakeFirst();
  return row?.at ?? null;
}

/** As the catalogue calls them, or the sales of what it does not list. */
async function productNames(db: Db, ids: readonly string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {};
  const listed = await db.selectFrom('product').select(['product_id', 'name']).where('product_id', 'in', ids).execute();
  const names = new Map(listed.map((row) => [row.product_id, row.name]));
  for (const id of ids) if (!names.has(id)) names.set(id, (await newestSale(db, id))?.product_name ?? id);
  return Object.fromEntries(names);
}
