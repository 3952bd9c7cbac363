import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Report } from '../../shared/domain/report';
import { useDesk } from '../desk/desk-context';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import type { OpenedFigure } from './figure-count';

const PAGE = 50;

function Tickets(props: { readonly figure: OpenedFigure; readonly report: Report }) {
  const { figure, report } = props;
  const desk = useDesk();
  const words = useWords();
  const [offset, setOffset] = useState(0);
  const { at, silentAfterDays } = report.ask;
  const params = { ...figure.key, at, silentAfterDays, offset, limit: PAGE };
  const { data } = useEngine('report.tickets', params, { keepPrevious: true });
  if (data === undefined) return <p className="card-text">{words.t('report.loading')}</p>;
  const last = Math.min(offset + PAGE, data.total);
  return (
    <>
      <p className="case-quiet">
        {words.t('report.shown', { from: data.total === 0 ? 0 : offset + 1, to: last, of: data.total })}
      </p>
      <ul className="reviews figure-tickets" aria-label={figure.title}>
        {data.rows.map((row) => (
          <li key={row.id}>
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

/** The tickets of one figure, the oldest first; a press opens one in its queue. */
export function FigureDialog(props: {
  readonly figure: OpenedFigure | null;
  readonly report: Report;
  readonly onClose: () => void;
}) {
  const { figure, report } = props;
  return (
    <Modal opened={figure !== null} onClose={props.onClose} title={figure?.title ?? ''} size="lg">
      {figure !== null && <Tickets figure={figure} report={report} />}
    </Modal>
  );
}
