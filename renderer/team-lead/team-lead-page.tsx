import { useQuery } from '@tanstack/react-query';
import type { QueueCount, TicketRow } from '../../shared/contract/views';
import type { Queue } from '../../shared/domain/ticket';
import { useDesk } from '../desk/desk-context';
import { Card, Page } from '../desk/page';
import { useEngine } from '../engine-client';
import { useNow } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';
import { EarnedCard } from './earned-card';
import { FiguresCard } from './figures-card';
import { NoticesCard } from './notices-card';
import { MachinesCard } from './machines-card';
import { PastCard } from './past-card';
import { ReviewsCard } from './reviews-card';
import './team-lead.css';

/** Unresolved = neither done nor filed, whoever owes the next step (ui.md, "Team lead"). */
const UNRESOLVED = [
  'inbox',
  'support',
  'classify',
  'waiting.customer',
  'waiting.producer',
  'waiting.hotmart',
  'snoozed',
  'problems',
] as const satisfies readonly Queue[];
const ROWS = 500;
const DAY = 86_400_000;
const BANDS = [1, 2, 4, 8] as const;

/** How many days old: index of the first band it fits, the last for all older ones. */
export function bandOf(row: TicketRow, now: number): number {
  const days = (now - row.createdAt) / DAY;
  const band = BANDS.findIndex((limit) => days < limit);
  return band < 0 ? BANDS.length : band;
}

function Table(props: { readonly rows: readonly TicketRow[]; readonly by: 'decision' | 'debtor' }) {
  const words = useWords();
  const now = useNow();
  const groups = new Map<string, number[]>();
  for (const row of props.rows) {
    const key = (props.by === 'decision' ? row.decision : row.debtor) ?? 'none';
    const counts = groups.get(key) ?? Array.from({ length: BANDS.length + 1 }, () => 0);
    const band = bandOf(row, now);
    counts[band] = (counts[band] ?? 0) + 1;
    groups.set(key, counts);
  }
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const lines = [...groups].sort(([, one], [, other]) => sum(other) - sum(one));
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{words.t(`lead.by-${props.by}`)}</th>
          {[...BANDS, null].map((band) => (
            <th scope="col" key={band ?? 'older'}>
              {band === null ? words.t('lead.older', { n: BANDS.at(-1) ?? 0 }) : words.t('lead.band', { n: band })}
            </th>
          ))}
          <th scope="col">{words.t('lead.all')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(([key, counts]) => (
          <tr key={key}>
            <th scope="row">{key === 'none' ? '–' : words.t(`${props.by}.${key}`)}</th>
            {counts.map((count, index) => (
              <td key={BANDS[index] ?? 'older'}>{count === 0 ? '' : count}</td>
            ))}
            <td>
              <strong>{sum(counts)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is unresolved, how old, and who owes it. */
export function TeamLeadPage() {
  const desk = useDesk();
  const words = useWords();
  const counts = useEngine('queues.counts', {}).data ?? [];
  const rows = useQuery({
    queryKey: ['tickets.page', 'unresolved'],
    queryFn: async () => {
      const pages = await Promise.all(
        UNRESOLVED.map((queue) => desk.engine.call('tickets.page', { queue, offset: 0, limit: ROWS })),
      );
      return { rows: pages.flatMap((page) => page.rows), all: pages.every((page) => page.total <= ROWS) };
    },
  });
  const tiles = UNRESOLVED.map((queue) => counts.find((count) => count.queue === queue)).filter(
    (count): count is QueueCount => count !== undefined && count.count > 0,
  );
  const total = tiles.reduce((sum, count) => sum + count.count, 0);
  return (
    <Page title={words.t('queue.team-lead')} lead={words.t('lead.lead', { count: total })}>
      <div className="tiles">
        {tiles.map((tile) => (
          <button key={tile.queue} type="button" className="tile" onClick={() => desk.goTo(tile.queue)}>
            <strong>{tile.count}</strong>
            <span>{words.t(`queue.${tile.queue}`)}</span>
            {tile.oldestAt !== null && <span>{words.t('queue.oldest', { when: words.moment(tile.oldestAt) })}</span>}
          </button>
        ))}
      </div>
      {rows.data !== undefined && (
        <>
          <Card
            title={words.t('lead.by-debtor')}
            {...(rows.data.all ? {} : { text: words.t('lead.first', { n: ROWS }) })}
          >
            <Table rows={rows.data.rows} by="debtor" />
          </Card>
          <Card title={words.t('lead.by-decision')}>
            <Table rows={rows.data.rows} by="decision" />
          </Card>
        </>
      )}
      <NoticesCard />
      <MachinesCard />
      <ReviewsCard />
      <EarnedCard />
      <FiguresCard />
      <PastCard />
    </Page>
  );
}
