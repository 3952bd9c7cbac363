import { Button, Checkbox, Modal, NativeSelect, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ShiftItem } from '../../shared/contract/team-work';
import { handOver } from '../desk/claiming';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import './hand-over-dialog.css';

/** The end of a shift: what is mine goes to a colleague or back to the queues, with a note on each (casework.md, "Shifts"). */
export function HandOverDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'hand-over');
  return (
    <Modal
      opened={opened}
      onClose={() => desk.store.set({ dialog: null })}
      title={words.t('command.hand-over')}
      size={620}
    >
      {opened && <HandOverForm />}
    </Modal>
  );
}

/** There while the dialog is open: what it shows is asked anew each time. */
function HandOverForm() {
  const desk = useDesk();
  const words = useWords();
  const mine = useEngine('shift.mine', {});
  const colleagues = useEngine('team.colleagues', {}).data ?? [];
  const [left, setLeft] = useState<readonly string[]>([]);
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const { busy, run } = useBusy();
  const items = mine.data ?? [];
  const isListed = items.length > 0;
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    // The dialog gave the focus to its cross while the list was on its way.
    if (isListed) first.current?.focus();
  }, [isListed]);
  const tickets = items.map(({ ticket }) => ticket).filter((ticket) => !left.includes(ticket));
  if (mine.isPending) return <p>{words.t('empty.loading')}</p>;
  if (items.length === 0) return <p>{words.t('hand-over.empty')}</p>;
  return (
    <form
      className="hand-over"
      onSubmit={(event) => {
        event.preventDefault();
        void run(async () => {
          if (!(await handOver(desk, { tickets, to: to === '' ? null : to, note: note.trim() }))) return;
          desk.store.set({ dialog: null });
        });
      }}
    >
      <p>{words.t('hand-over.intro')}</p>
      <ul className="hand-over-items" aria-label={words.t('hand-over.tickets')}>
        {items.map((item) => (
          <li key={item.ticket}>
            <Checkbox
              size="xs"
              checked={!left.includes(item.ticket)}
              onChange={(event) => {
                const isTicked = event.currentTarget.checked;
                setLeft(isTicked ? left.filter((id) => id !== item.ticket) : [...left, item.ticket]);
              }}
              label={<Line item={item} />}
            />
          </li>
        ))}
      </ul>
      <NativeSelect
        ref={first}
        label={words.t('hand-over.to')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        data={[
          { value: '', label: words.t('hand-over.inbox') },
          ...colleagues.map(({ name }) => ({ value: name, label: name })),
        ]}
      />
      <Textarea
        label={words.t('hand-over.note')}
        lang={words.language}
        value={note}
        rows={3}
        maxLength={20_000}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className="dialog-actions">
        <Button size="xs" type="submit" loading={busy} disabled={tickets.length === 0}>
          {words.t('hand-over.do', { count: tickets.length })}
        </Button>
        <Button size="xs" variant="default" disabled={busy} onClick={() => desk.store.set({ dialog: null })}>
          {words.t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Line(props: { readonly item: ShiftItem }) {
  const words = useWords();
  const { ticket, name, subject, held, draft, reply } = props.item;
  return (
    <span className="hand-over-line">
      <strong>{name}</strong> <span>{subject === '' ? words.t('ticket.no-subject') : subject}</span> <i>{ticket}</i>{' '}
      {held && <span className="badge">{words.t('hand-over.held')}</span>}{' '}
      {draft && <span className="badge">{words.t('hand-over.draft')}</span>}{' '}
      {reply !== null && (
        <span className="badge" data-sign="not-buyer">
          {words.t(`outbox.state.${reply}`)}
        </span>
      )}
    </span>
  );
}
