import { assertNever } from '../../shared/assert';
import { GUARANTEE_MARGIN_MS, isBreached } from '../../shared/domain/ticket-clocks';
import type { TicketClock } from '../../shared/domain/ticket-clocks';
import { useNow } from '../i18n/use-now';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import './clocks.css';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Who owes what by when, in one sentence; '' where nothing runs. `now` in epoch ms. */
export function clockSentence(words: Words, clock: TicketClock, now: number): string {
  const { due } = clock;
  const since = words.moment(clock.since);
  if (due === null) return clock.debtor === 'hotmart' ? words.t('clock.hotmart', { since }) : '';
  const isOver = due.at <= now;
  const by = { when: Math.abs(due.at - now) < DAY_MS / 2 ? words.clock(due.at) : words.moment(due.at) };
  // Less than a minute late is a minute late: an age of "now" would say nothing.
  const late = { age: words.age(Math.min(due.at, now - MINUTE_MS)) };
  switch (due.kind) {
    case 'first-answer':
    case 'resolution':
      return isOver ? words.t(`clock.${due.kind}.late`, late) : words.t(`clock.${due.kind}`, by);
    case 'guarantee': {
      const ends = words.day(due.at + GUARANTEE_MARGIN_MS);
      return isOver ? words.t('clock.guarantee.late', { ends }) : words.t('clock.guarantee', { ...by, ends });
    }
    case 'producer':
    case 'reminder':
    case 'closing':
      return words.t(`clock.${due.kind}${isOver ? '.late' : ''}`, { since, ...by });
    default:
      return assertNever(due.kind);
  }
}

/** The clock of the open ticket. */
export function ClockLine(props: { readonly clock: TicketClock | null }) {
  const words = useWords();
  const now = useNow();
  const { clock } = props;
  if (clock === null) return null;
  const sentence = clockSentence(words, clock, now);
  if (sentence === '') return null;
  return (
    <p className="clock-line" data-breached={isBreached(clock, now) || undefined}>
      {sentence}
    </p>
  );
}

/** A row's mark: a promise of ours is broken, or a silent customer waits for a reminder. */
export function ClockMark(props: { readonly clock: TicketClock | null }) {
  const words = useWords();
  const now = useNow();
  const { clock } = props;
  if (clock === null) return null;
  const remindAt = clock.silence?.remindAt ?? null;
  if (isBreached(clock, now)) {
    return (
      <span className="badge" data-clock="breached" title={clockSentence(words, clock, now)}>
        <span aria-hidden>!</span> {words.t('clock.mark.breached')}
      </span>
    );
  }
  if (remindAt === null || remindAt > now) return null;
  return (
    <span className="badge" data-clock="reminder" title={clockSentence(words, clock, now)}>
      {words.t('clock.mark.reminder')}
    </span>
  );
}
