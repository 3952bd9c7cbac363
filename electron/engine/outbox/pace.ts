import type { Clock } from '../outside';
import { foldPlain } from '../../../shared/domain/fold-text';

/** Microsoft 365 takes 30 messages a minute from one mailbox, Gmail more (reliability.md, 2a). */
export const MOST_PER_MINUTE = 30;
const WINDOW_MS = 60_000;
/** Pauses after "too many": from one minute, doubled each time it is said again, up to an hour. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/** Keeps a queue under the provider's limit. */
export type Pace = {
  /** How long the next message has to wait, ms. */
  waitMs(): number;
  /** Counts a message that went to the server. */
  count(): void;
  /** The server said "too many": nothing goes for a while, whatever mail it is; what it said. */
  backOff(text: string): void;
  /** The server took a mail: the next pause is a short one again. */
  accepted(): void;
  /** Ends the pause: an agent wants to try now. */
  resume(): void;
  /** Until when nothing goes, epoch ms, and why; null while it goes. */
  paused(): { readonly until: number; readonly text: string } | null;
  /** Messages of the last minute. */
  sent(): number;
};

/** At most 30 messages in any minute; the first 30 go at once. */
export function createPace(clock: Pick<Clock, 'now'>): Pace {
  let started: number[] = [];
  let pause: { readonly since: number; readonly until: number; readonly text: string } | null = null;
  let pauses = 0;
  const recent = (): readonly number[] => {
    const now = clock.now();
    // A time ahead of now means that the clock was set back: it must not stop the queue.
    started = started.filter((at) => at > now - WINDOW_MS && at <= now);
    return started;
  };
  return {
    waitMs() {
      const [oldest] = recent();
      return started.length < MOST_PER_MINUTE || oldest === undefined ? 0 : oldest + WINDOW_MS - clock.now();
    },
    count() {
      started.push(clock.now());
    },
    backOff(text) {
      const now = clock.now();
      pause = { since: now, until: now + Math.min(FIRST_PAUSE_MS * 2 ** pauses, LONGEST_PAUSE_MS), text };
      pauses += 1;
    },
    accepted() {
      pauses = 0;
    },
    resume() {
      pause = null;
    },
    paused() {
      const now = clock.now();
      if (pause !== null && (now >= pause.until || now < pause.since)) pause = null;
      return pause && { until: pause.until, text: pause.text };
    },
    sent: () => recent().length,
  };
}

/** Codes with which servers say that it is too much for now (RFC 5321 §4.2.3, RFC 3463 X.7.x). */
const SLOW_DOWN_CODES: readonly number[] = [421, 450, 451, 452, 454];
const SLOW_DOWN_WORDS =
  /(?:too many|too fast|too much mail|rate ?limit|rate of|rate (?:exceeded|control)|throttl|slow down|limit (?:is |has been )?(?:exceeded|reached)|exceeded (?:the |your )?(?:\w+ ){0,3}(?:limit|rate|quota)|sending (?:limit|quota|rate)|(?:hourly|daily) (?:limit|quota)|concurrent|troppi|troppe|limite (?:di|degli) invi|demasiad[oa]s|muit[oa]s (?:mensagens|conexoes)|\b4\.7\.(?:28|0)\b.*(?:limit|rate)|\b4\.3\.2\b.*(?:limit|connections))/;

/**
 * Whether an answer means the sender's pace and not this one mail. A full mailbox or a greylist answers with the same
 * codes: only the words tell them apart.
 */
export function isSlowDown(smtpCode: number | undefined, text: string): boolean {
  return smtpCode !== undefined && SLOW_DOWN_CODES.includes(smtpCode) && SLOW_DOWN_WORDS.test(foldPlain(text));
}
