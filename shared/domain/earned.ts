import type { DecisionId } from './decision';
import { DECISIONS, ORACLE_SAFE_DECISIONS, SILENT_DECISIONS } from './decision';
import type { Share } from './evaluation';
import { SHIPPED_FIGURES } from './shipped-figures';

/** What a decision has to show before it goes at one key: this share right on at least so many cases (casework.md, "Green"). */
export type EarnedBar = { readonly share: number; readonly cases: number };

export const DEFAULT_BAR: EarnedBar = { share: 0.95, cases: 30 };

/**
 * How a person settled what the desk had suggested first: took it as it was, or with small edits; sent something else; or
 * set a clue right, after which another decision stood.
 */
export const AGREEMENTS = ['as-suggested', 'small-edits', 'other-reply', 'corrected'] as const;
export type Agreement = (typeof AGREEMENTS)[number];

/** One settled suggestion with what came after it. */
export type SuggestionCase = {
  readonly decision: DecisionId;
  readonly agreement: Agreement;
  /** The requester wrote again within `SECOND_MAIL_MS`, and not only to say thank you. */
  readonly secondMail: boolean;
  /** A lead looked at it and found it wrong. */
  readonly foundWrong: boolean;
};

/**
 * A second mail within this time says that the answer did not help (casework.md, "Green"). No case counts before it is
 * over, for or against: what goes wrong shows early, and counting it early would make a busy desk look bad.
 */
export const SECOND_MAIL_MS = 7 * 24 * 3_600_000;
/** Newest settled cases of a decision that count: what a rule did long ago says little of what it does now. */
export const LATEST_CASES = 100;
/** One earned reply in so many is looked at by the lead (casework.md, "Green"). */
export const SAMPLED_ONE_IN = 20;

/** A lead's leave for a decision to go at one key before this desk has cases of its own. */
export type Allowance = { readonly by: string; readonly at: number; readonly reason: string };

/** Where a decision stands, and on whose cases. */
export type Standing = {
  readonly decision: DecisionId;
  readonly earned: boolean;
  /** `desk`: its own cases, once they are enough. `allowed`: a lead's word. `shipped`: the labelled cases that come with the app. `demo`: everything may. */
  readonly source: 'desk' | 'allowed' | 'shipped' | 'demo';
  /** Right of all, over the cases of `source`; those of the desk itself for `allowed` and `demo`. */
  readonly counted: Share;
  /** Settled cases of this desk. */
  readonly own: Share;
  readonly allowance: Allowance | null;
};

/** Decisions that send something: only they can be earned. */
export const REPLYING_DECISIONS: readonly DecisionId[] = DECISIONS.filter((id) => !SILENT_DECISIONS.includes(id));

const NOTHING: Share = { right: 0, all: 0 };

/**
 * How often the desk gave this decision and it was right, over the shipped cases that the rules were not made with
 * (`resources/evaluation`; `npm test` compares the file with a fresh count).
 */
export function shippedShare(decision: DecisionId): Share {
  return SHIPPED_FIGURES.decision.classes.find(({ name }) => name === decision)?.precision ?? NOTHING;
}

/** How many cases of each decision agree with the desk. `cases` are settled: a second mail can no longer come. */
export function countAgreement(cases: readonly SuggestionCase[]): ReadonlyMap<DecisionId, Share> {
  const shares = new Map<DecisionId, Share>();
  for (const one of cases) {
    const { right, all } = shares.get(one.decision) ?? NOTHING;
    shares.set(one.decision, { right: right + (isAgreed(one) ? 1 : 0), all: all + 1 });
  }
  return shares;
}

function isAgreed({ decision, agreement, secondMail, foundWrong }: SuggestionCase): boolean {
  if (agreement === 'other-reply' || agreement === 'corrected' || foundWrong) return false;
  // Who was asked for his number and sends it does what the text asked of him.
  return !secondMail || ORACLE_SAFE_DECISIONS.includes(decision);
}

/** Where one decision stands (casework.md, "Green"): its own cases once they are enough, before that the shipped ones or a lead's word. */
export function standingOf(
  decision: DecisionId,
  given: {
    readonly own: Share;
    readonly bar: EarnedBar;
    readonly allowance: Allowance | null;
    readonly demo: boolean;
  },
): Standing {
  const { own, bar, allowance, demo } = given;
  if (demo) return { decision, earned: true, source: 'demo', counted: own, own, allowance };
  if (own.all >= bar.cases)
    return { decision, earned: reaches(own, bar), source: 'desk', counted: own, own, allowance };
  const shipped = shippedShare(decision);
  const proven = reaches(shipped, bar);
  if (!proven && allowance !== null) return { decision, earned: true, source: 'allowed', counted: own, own, allowance };
  return { decision, earned: proven, source: 'shipped', counted: shipped, own, allowance };
}

function reaches(share: Share, bar: EarnedBar): boolean {
  return share.all >= bar.cases && share.right >= bar.share * share.all;
}

/** Words of a text that may differ from the suggested one, as a share of the longer: a greeting, a name, one more sentence. */
const SMALL_EDIT = 0.2;

/**
 * How a text that an agent typed or edited compares with the suggested one. `facts` are values of the purchase: where the
 * suggested text names one and the sent one does not, another purchase was meant, however few words differ. Linear.
 */
export function compareTexts(
  suggested: string,
  sent: string,
  facts: readonly string[] = [],
): Extract<Agreement, 'as-suggested' | 'small-edits' | 'other-reply'> {
  const wanted = wordsOf(suggested);
  const written = wordsOf(sent);
  if (wanted.join(' ') === written.join(' ')) return 'as-suggested';
  if (facts.some((fact) => fact !== '' && suggested.includes(fact) && !sent.includes(fact))) return 'other-reply';
  const left = new Map<string, number>();
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of written) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  const longer = Math.max(wanted.length, written.length);
  return longer - shared <= SMALL_EDIT * longer ? 'small-edits' : 'other-reply';
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
