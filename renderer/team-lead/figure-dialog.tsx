import { Button, Checkbox, Modal } from '@mantine/core';
import { useState } from 'react';
import { CLOSED } from '../../shared/domain/erasure';
import type { Report } from '../../shared/domain/report';
import { useDesk, useDeskState } from '../desk/desk-context';
import { reopenChosen } from '../desk/reviewing';
import { useRights } from '../desk/rights';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { ReviewedBadge } from '../tickets/badges';
import type { OpenedFigure } from './figure-count';

const PAGE = 50;

function Tickets(props: { readonly figure: OpenedFigure; readonly report: Report }) {
  const { figure, report } = props;
  const desk = useDesk();
  const words = useWords();
  const { lead } = useRights();
  const [offset, setOffset] = useState(0);
  /** Tickets that an act is for, across the pages. */
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const { at, silentAfterDays } = report.ask;
  const params = { ...figure.key, at, silentAfterDays, offset, limit: PAGE };
  const { data } = useEngine('report.tickets', params, { keepPrevious: true });
  if (data === undefined) return <p className="card-text">{words.t('report.loading')}</p>;
  const last = Math.min(offset + PAGE, data.total);
  const shown = data.rows.map(({ id }) => id);
  const tick = (ids: readonly string[], on: boolean): void =>
    setTicked([...ticked.filter((id) => !ids.includes(id)), ...(on ? ids : [])]);
  const ask = (dialog: 'assign' | 'review'): void => desk.store.set({ dialog, about: ticked, armed: null });
  return (
    <>
      <p className="case-quiet">
        {words.t('report.shown', { from: data.total === 0 ? 0 : offset + 1, to: last, of: data.total })}
      </p>
      <div className="figure-actions" role="toolbar" aria-label={words.t('bulk.label')}>
        <Checkbox
          size="xs"
          label={ticked.length === 0 ? words.t('figure.all') : words.t('bulk.count', { count: ticked.length })}
          checked={shown.length > 0 && shown.every((id) => ticked.includes(id))}
          indeterminate={ticked.length > 0 && !shown.every((id) => ticked.includes(id))}
          onChange={(event) => tick(shown, event.currentTarget.checked)}
        />
        <Button size="compact-xs" variant="default" disabled={ticked.length === 0} onClick={() => ask('assign')}>
          {words.t('command.assign')}
        </Button>
        {lead && (
          <Button size="compact-xs" variant="default" disabled={ticked.length === 0} onClick={() => ask('review')}>
            {words.t('command.review')}
          </Button>
        )}
        <Button
          size="compact-xs"
          variant="default"
          disabled={!data.rows.some(({ id, state }) => ticked.includes(id) && CLOSED.includes(state))}
          onClick={() => {
            desk.store.set({ about: ticked });
            void reopenChosen(desk).finally(() => desk.store.set({ about: null }));
          }}
        >
          {words.t('command.reopen')}
        </Button>
      </div>
      <ul className="reviews figure-tickets" aria-label={figure.title}>
        {data.rows.map((row) => (
          <li key={row.id} className="figure-ticket">
            <Checkbox
              size="xs"
              aria-label={words.t('figure.tick', { ticket: row.id })}
              checked={ticked.includes(row.id)}
              onChange={(event) => tick([row.id], event.currentTarget.checked)}
            />
            <button
              type="button"
              onClick={() => {
                desk.goTo(row.queue);
                desk.select(row.id);
              }}
            >
              <strong>{row.id}</strong>
              <span>
                {row.requesterName || row.requesterAddress} · {row.subject}
              </span>
              <span className="case-quiet">
                <ReviewedBadge mark={row.reviewed} />
                {row.assignee === null ? '' : `${row.assignee} · `}
                {words.t(`queue.${row.queue}`)} · {words.moment(row.createdAt)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {data.total > PAGE && (
        <div className="dialog-actions">
          <Button size="xs" variant="default" disabled={offset === 0} onClick={() => setOffset(offset - PAGE)}>
            {words.t('report.previous')}
          </Button>
          <Button size="xs" variant="default" disabled={last >= data.total} onClick={() => setOffset(offset + PAGE)}>
            {words.t('report.next')}
          </Button>
        </div>
      )}
    </>
  );
}

/** The tickets of one figure, the oldest first; a press opens one in its queue, and those that are ticked can be given away, marked or opened again. */
export function FigureDialog(props: {
  readonly figure: OpenedFigure | null;
  readonly report: Report;
  readonly onClose: () => void;
}) {
  const { figure, report } = props;
  // One dialog at a time: this one steps back while another is about what was ticked in it, and keeps the ticks.
  const isAway = useDeskState((state) => state.dialog !== null);
  return (
    <Modal
      opened={figure !== null && !isAway}
      // Only while a figure is open: a dialog in the document, hidden or not, has the desk's keys.
      keepMounted={figure !== null}
      onClose={props.onClose}
      title={figure?.title ?? ''}
      size="xl"
    >
      {figure !== null && <Tickets figure={figure} report={report} />}
    </Modal>
  );
}
