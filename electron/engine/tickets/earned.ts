import { countAgreement, REPLYING_DECISIONS, SECOND_MAIL_MS, standingOf } from '../../../shared/domain/earned';
import type { EarnedBar, Standing, SuggestionCase } from '../../../shared/domain/earned';
import type { DecisionId } from '../../../shared/domain/decision';
import { ruledReading } from '../../../shared/domain/read-intent';
import type { Outside } from '../outside';
import type { Store } from '../store/store';
import { readSetting, writeSetting } from '../store/settings-table';
import { allowances, settledCases } from '../store/suggestion-cases-table';
import type { StoredSuggestionCase } from '../store/suggestion-cases-table';
import { messagesOfRequesters } from '../store/thread-table';

/** Where each decision that replies stands. */
export type Standings = ReadonlyMap<DecisionId, Standing>;

/** Which decisions may go at one key on this desk (casework.md, "Green"). */
export type Earned = {
  /** For a ticket that somebody works on: while he does, no decision falls back to amber under his hands. */
  forTicket(ticket: string): Promise<Standings>;
  /** Counted anew: what a lead sees. */
  now(): Promise<Standings>;
};

export type EarnedRoom = {
  readonly store: Store;
  readonly outside: Outside;
  readonly bar: () => EarnedBar;
  readonly demo: () => boolean;
  /** A decision that went at one key is shown first again. */
  readonly fell: (standing: Standing) => void;
};

/** Counting reads some hundred cases and what their customers wrote after: not at every ticket that is opened. */
const RECOUNT_MS = 5 * 60_000;
/** How long a ticket counts as being worked on after it was last looked at. */
const WORKED_ON_MS = 30 * 60_000;
const MOST_WORKED_ON = 100;
/** Decisions that went at one key when they were last counted, so that a fall is noticed after a restart too. */
const EARNED_BEFORE = 'earned.decisions';

/** Counts what people made of the suggestions of this desk. */
export function createEarned(room: EarnedRoom): Earned {
  let last: { readonly at: number; readonly standings: Promise<Standings> } | null = null;
  const workedOn = new Map<string, { readonly at: number; readonly standings: Standings }>();

  function recount(): Promise<Standings> {
    const standings = countStandings(room);
    last = { at: room.outside.clock.now(), standings };
    // A failed count is not kept: the next one who asks tries again.
    standings.catch(() => (last = null));
    return standings;
  }

  function current(): Promise<Standings> {
    const isFresh = last !== null && room.outside.clock.now() - last.at < RECOUNT_MS;
    return isFresh && last !== null ? last.standings : recount();
  }

  return {
    now: recount,
    async forTicket(ticket) {
      const now = room.outside.clock.now();
      const standings = await current();
      const before = workedOn.get(ticket);
      const isWorkedOn = before !== undefined && now - before.at <= WORKED_ON_MS;
      const seen = isWorkedOn ? keepEarned(before.standings, standings) : standings;
      // Put last again: the ticket that nobody looked at for longest is the one to be forgotten.
      workedOn.delete(ticket);
      workedOn.set(ticket, { at: now, standings: seen });
      const [oldest] = workedOn.keys();
      if (workedOn.size > MOST_WORKED_ON && oldest !== undefined) workedOn.delete(oldest);
      return seen;
    },
  };
}

/** What was earned when the ticket was opened stays so; what is earned since is. */
function keepEarned(before: Standings, now: Standings): Standings {
  return new Map(
    [...now].map(([decision, standing]) => {
      const seen = before.get(decision);
      return [decision, seen?.earned === true && !standing.earned ? seen : standing];
    }),
  );
}

async function countStandings(room: EarnedRoom): Promise<Standings> {
  const { store, outside } = room;
  const now = outside.clock.now();
  const allowed = await allowances(store.db);
  const stored: StoredSuggestionCase[] = [];
  for (const decision of REPLYING_DECISIONS)
    stored.push(...(await settledCases(store.db, decision, now - SECOND_MAIL_MS)));
  const own = countAgreement(await withSecondMails(store, stored));
  const standings = new Map(
    REPLYING_DECISIONS.map((decision) => [
      decision,
      standingOf(decision, {
        own: own.get(decision) ?? { right: 0, all: 0 },
        bar: room.bar(),
        allowance: allowed.get(decision) ?? null,
        demo: room.demo(),
      }),
    ]),
  );
  await noticeFalls(room, standings);
  return standings;
}

async function withSecondMails(
  store: Store,
  cases: readonly StoredSuggestionCase[],
): Promise<readonly SuggestionCase[]> {
  const answered = cases.filter(({ agreement }) => agreement === 'as-suggested' || agreement === 'small-edits');
  const times = answered.map(({ at }) => at);
  const mails = await messagesOfRequesters(
    store.db,
    [...new Set(answered.map(({ requester }) => requester).filter((address) => address !== ''))],
    { after: Math.min(...times), until: Math.max(...times) + SECOND_MAIL_MS },
  );
  const byRequester = new Map<string, { readonly at: number; readonly isThanks: () => boolean }[]>();
  for (const { requester, at, subject, newText } of mails) {
    const own = byRequester.get(requester) ?? [];
    own.push({ at, isThanks: () => ruledReading({ subject, newText, language: null }).thanks });
    byRequester.set(requester, own);
  }
  return cases.map(({ decision, agreement, at, requester, review }) => ({
    decision,
    agreement,
    foundWrong: review === 'wrong',
    secondMail: (byRequester.get(requester) ?? []).some(
      (mail) => mail.at > at && mail.at <= at + SECOND_MAIL_MS && !mail.isThanks(),
    ),
  }));
}

async function noticeFalls(room: EarnedRoom, standings: Standings): Promise<void> {
  const earned = [...standings.values()].filter((standing) => standing.earned).map(({ decision }) => decision);
  const written = JSON.stringify(earned);
  const before = await readSetting(room.store.db, EARNED_BEFORE);
  if (before === written) return;
  await writeSetting(room.store.db, EARNED_BEFORE, written);
  for (const decision of before === null ? [] : (JSON.parse(before) as readonly DecisionId[])) {
    const standing = standings.get(decision);
    // A lead who takes his word back, or another version's figures, are no news to the agents.
    if (standing === undefined || standing.earned || standing.source !== 'desk') continue;
    room.outside.log.warn('earned', 'decision.fell', {
      decision,
      right: standing.counted.right,
      all: standing.counted.all,
    });
    room.fell(standing);
  }
}
