import { IconMail, IconNote } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { MessageView, NoteView, TicketView } from '../../shared/contract/views';
import { noteParts } from '../../shared/domain/mention';
import { Composer } from '../composer/composer';
import { markRead } from '../desk/casework';
import { useDesk, useDeskState } from '../desk/desk-context';
import { explainError } from '../desk/explain-error';
import { usePresence } from '../desk/use-presence';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import { ReviewedBadge } from '../tickets/badges';
import { ClockLine } from '../tickets/clock-line';
import { MailboxMark } from '../tickets/mailbox-mark';
import { Labels } from '../tickets/labels';
import { PresenceBar } from '../tickets/people';
import { CaseBar } from './case-bar';
import { Message } from './message';
import { NewBelow } from './new-below';
import { NoticeBand } from './notice-band';
import { TicketActions } from './ticket-actions';
import './conversation.css';

/** A ticket counts as read after it lay open this long, ms: leafing through marks nothing. */
const READ_AFTER_MS = 1_000;

type Entry =
  | { readonly kind: 'message'; readonly at: number; readonly message: MessageView }
  | ({ readonly kind: 'note' } & NoteView);

function entries(view: TicketView): readonly Entry[] {
  const all: Entry[] = [
    ...view.messages.map((message): Entry => ({ kind: 'message', at: message.at, message })),
    ...view.notes.map((note): Entry => ({ kind: 'note', ...note })),
  ];
  return all.sort((one, other) => one.at - other.at);
}

function Head(props: { readonly view: TicketView }) {
  const words = useWords();
  const { row, relatedTo } = props.view;
  const present = usePresence().get(row.id) ?? [];
  return (
    <header className="conversation-head">
      <div className="conversation-title">
        <h1>{row.erased ? words.t('ticket.erased') : row.subject || words.t('ticket.no-subject')}</h1>
        <span className="conversation-id">{row.id}</span>
      </div>
      <p className="conversation-meta">
        <strong>{row.requesterName || row.requesterAddress || words.t('ticket.no-sender')}</strong>
        {row.requesterName !== '' && <span>{row.requesterAddress || words.t('ticket.no-address')}</span>}
        <span className="conversation-state">
          <MailboxMark mailbox={row.mailbox} />
          <span className="badge" data-state={row.state}>
            {words.t(`state.${row.state}`)}
          </span>
          <span className="badge" data-debtor={row.debtor}>
            {words.t(`debtor.${row.debtor}`)}
          </span>
        </span>
        {row.snoozedUntil !== null && row.state === 'snoozed' && (
          <span>{words.t('ticket.snoozed-until', { when: words.moment(row.snoozedUntil) })}</span>
        )}
        {row.assignee !== null && <span>{words.t('ticket.assigned', { name: row.assignee })}</span>}
        {row.was !== null && <span className="badge">{words.t('ticket.was', { name: row.was })}</span>}
        {row.noAnswer && <span className="badge">{words.t('no-answer.mark')}</span>}
        <ReviewedBadge mark={row.reviewed} />
        {row.reviewed !== null && row.reviewed.word !== '' && <span>{row.reviewed.word}</span>}
        {row.filedReason !== null && <span className="badge">{words.t(`filed.${row.filedReason}`)}</span>}
        <Labels labels={row.labels} />
        {relatedTo !== null && <span>{words.t('ticket.related', { ticket: relatedTo })}</span>}
      </p>
      <ClockLine clock={row.clock} />
      <TicketActions row={row} />
      <NoticeBand view={props.view} />
      <CaseBar row={row} />
      <PresenceBar present={present} />
    </header>
  );
}

function Entries(props: { readonly view: TicketView }) {
  const words = useWords();
  const newest = props.view.messages.filter((message) => message.direction === 'inbound').at(-1);
  return entries(props.view).map((entry) =>
    entry.kind === 'note' ? (
      <aside key={`note-${entry.at}`} className="note" aria-label={words.t('note.label')}>
        <IconNote size={16} stroke={1.6} aria-hidden />
        <p>
          {noteParts(entry.text, entry.mentions).map((part, index) =>
            'id' in part ? (
              // Pieces of one text have no names of their own.
              // oxlint-disable-next-line react/no-array-index-key
              <b key={index} className="mention">
                @{part.name}
              </b>
            ) : (
              part.text
            ),
          )}
        </p>
        <span>
          {entry.by} · {words.moment(entry.at)}
        </span>
      </aside>
    ) : (
      <Message
        key={entry.message.id}
        message={entry.message}
        newest={entry.message.id === newest?.id || props.view.messages.at(-1)?.id === entry.message.id}
      />
    ),
  );
}

/** The open ticket: what was said, in order, and the place to answer. */
export function Conversation() {
  const desk = useDesk();
  const words = useWords();
  const selected = useDeskState((state) => state.selected);
  const page = useDeskState((state) => state.page);
  const view = useEngine('tickets.open', { ticket: selected ?? 'T-0' }, { enabled: selected !== null });
  const zone = useRef<HTMLElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  /** Since this ticket was opened. Moving a sheet that nobody moved would lay out the whole page once more. */
  const scrolled = useRef(false);
  const data = selected === null ? undefined : view.data;
  const shown = data?.row.id;
  const unread = data?.row.unread ?? false;

  useEffect(() => {
    if (shown === undefined) return;
    desk.guard.shown(shown, desk.now());
    // The newest message is what the agent answers; older ones lie above it.
    if (sheet.current !== null && scrolled.current) sheet.current.scrollTop = 0;
    scrolled.current = false;
  }, [shown, desk]);
  useEffect(() => {
    if (shown === undefined || !unread) return undefined;
    const timer = setTimeout(() => void markRead(desk, shown, true), READ_AFTER_MS);
    return () => clearTimeout(timer);
    // Only opening a ticket reads it; marking it unread while it is open must hold.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [shown, desk]);

  return (
    <section
      ref={zone}
      className="conversation"
      aria-label={words.t('zone.conversation')}
      data-zone="conversation"
      data-ticket={shown}
      tabIndex={-1}
    >
      {data === undefined ? (
        <div className="conversation-empty">
          {/* A page has a heading, also where no ticket gives one. */}
          <h1 className="sr">{words.t(`queue.${page}`)}</h1>
          <IconMail size={40} stroke={1.1} aria-hidden />
          {view.error !== null && selected !== null ? (
            <p>{words.say(explainError(view.error).sentence)}</p>
          ) : (
            <p>{words.t(selected === null ? 'conversation.none' : 'empty.loading')}</p>
          )}
        </div>
      ) : (
        <>
          <Head view={data} />
          <div className="conversation-sheet" ref={sheet} onScroll={() => void (scrolled.current = true)}>
            {data.row.erased ? <p className="notice">{words.t('ticket.erased.about')}</p> : <Entries view={data} />}
          </div>
          <NewBelow
            key={`new-${data.row.id}`}
            messages={data.messages}
            sheet={sheet}
            onFollow={() => zone.current?.focus({ preventScroll: true })}
          />
          {!data.row.erased && <Composer key={data.row.id} view={data} />}
        </>
      )}
    </section>
  );
}
