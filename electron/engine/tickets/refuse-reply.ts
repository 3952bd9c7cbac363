import { SportelloError } from '../../../shared/contract/errors';
import type { ErrorReason } from '../../../shared/contract/error-reasons';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import type { ReplyContext } from '../../../shared/domain/reply-facts';
import type { RedReason, Suggestion } from '../../../shared/domain/suggestion';

/** Red says why, and nothing is queued (ui.md, "One-click reply"). */
export function refuseRed(suggestion: Suggestion): void {
  if (suggestion.gate.colour !== 'red') return;
  const reason = suggestion.gate.reasons[0] ?? 'hole';
  const { code, ...rest } = RED_CODES[reason];
  throw new SportelloError(code, `This reply cannot be sent: ${RED_SENTENCES[reason]}`, {
    ...rest,
    action: 'Write the reply by hand, or correct what the desk read from the mail.',
    detail: { reasons: suggestion.gate.reasons.join(','), holes: suggestion.holes.join(',') },
  });
}

/** Amber goes only after a person saw what is uncertain and confirmed it. */
export function refuseAmber(suggestion: Suggestion): void {
  if (suggestion.gate.colour !== 'amber') return;
  throw new SportelloError('reply-needs-confirmation', 'Something about this reply is uncertain', {
    action: 'Read text and recipient, then confirm.',
    detail: { reasons: suggestion.gate.reasons.join(',') },
  });
}

/** Without a window nobody looks before it goes: what a machine may be behind, or a blocked sender, waits for the desk. */
export function refuseUnseen({ blocked, machine }: Pick<ReplyContext, 'blocked' | 'machine'>, ticket: string): void {
  // Asked of the case, not of its suggestion: what the desk suggests nothing for, or only red, is no less unseen.
  if (!blocked && !machine) return;
  const why = blocked
    ? `The sender of ticket ${ticket} is blocked`
    : `Ticket ${ticket} looks like a machine's: too many mails in ten minutes`;
  throw new SportelloError('reply-needs-confirmation', why, {
    action: 'Look at it in the desk and confirm the reply there.',
    detail: { ticket },
  });
}

/** A machine gets no reply by hand either: one to a bounce or an out-of-office is the first of a loop. */
export function refuseMachine(facts: CaseFacts, ticket: string): void {
  if (facts.intent.intent !== 'auto') return;
  throw new SportelloError('reply-red', `Ticket ${ticket} was written by a machine, which gets no reply`, {
    reason: 'machine',
    action: 'If a person wrote it, correct what it asks for first.',
    detail: { ticket },
  });
}

type RedCode =
  | { readonly code: 'reply-hole'; readonly reason: ErrorReason<'reply-hole'> }
  | { readonly code: 'reply-red'; readonly reason: ErrorReason<'reply-red'> }
  | { readonly code: 'reply-privacy'; readonly reason: 'suggested' }
  | { readonly code: 'reply-no-recipient' };

const RED_CODES: Readonly<Record<RedReason, RedCode>> = {
  hole: { code: 'reply-hole', reason: 'suggested' },
  'no-purchase-data': { code: 'reply-hole', reason: 'no-purchase' },
  'privacy-guard': { code: 'reply-privacy', reason: 'suggested' },
  'no-recipient': { code: 'reply-no-recipient' },
  unreadable: { code: 'reply-red', reason: 'unreadable' },
  'no-reply-to-machine': { code: 'reply-red', reason: 'machine' },
};

const RED_SENTENCES: Readonly<Record<RedReason, string>> = {
  hole: 'its text has a hole that nothing fills.',
  'no-purchase-data': 'it needs data of a purchase that is not there.',
  'privacy-guard': 'it would tell something of a purchase to someone who is not its buyer.',
  'no-recipient': 'there is nobody to answer to.',
  unreadable: 'the mail could not be read fully.',
  'no-reply-to-machine': 'a machine wrote the mail.',
};
