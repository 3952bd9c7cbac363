import { SportelloError } from '../../../shared/contract/errors';
import { foldAddress } from '../../../shared/domain/address';
import { guardPrivacy } from '../../../shared/domain/privacy-guard';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import { isOwn } from '../../../shared/domain/reply-facts';
import { readNumbers } from '../../../shared/domain/transaction-number';
import type { EngineContext } from '../context';
import { caseOfAnyState } from './case-links';
import { sharedAddresses } from './claims';
import type { OpenCase } from './ticket-view';

/** Who reads a text: the one it goes to and all who get a copy. */
export type Audience = { readonly to: string; readonly copies: readonly string[] };

/** What they read of it: the words, the subject and the names of its files. */
export type Shown = { readonly text: string; readonly subject: string; readonly fileNames: readonly string[] };

/**
 * Refuses a text that tells anybody in its audience something of a purchase that is not theirs to know (domain.md,
 * invariant 4). The requester may read what their own mail said; whoever else gets it has said nothing. The buyer's own
 * mailbox and the producer of the product know the purchase, the team does too. Two requesters of one case never share a
 * mail (casework.md, "Second mails").
 * @throws SportelloError `reply-privacy`
 */
export async function guardAudience(
  context: EngineContext,
  open: Pick<OpenCase, 'ticket' | 'facts' | 'replyContext'>,
  audience: Audience,
  shown: Shown,
): Promise<void> {
  const { facts, replyContext, ticket } = open;
  const everybody = [audience.to, ...audience.copies];
  await refuseSharedCase(context, ticket, everybody);
  const whole = [shown.subject, shown.text, ...shown.fileNames].join('\n');
  const violations = everybody.flatMap((address) => {
    if (foldAddress(address) === ticket.requester_folded) return guardPrivacy(shown.text, facts);
    if (isOwn(address, replyContext)) return [];
    if (knowsPurchase(facts, address)) return guardPrivacy(whole, facts, { toMailbox: true, about: facts.purchase });
    return guardPrivacy(whole, toldNothing(facts));
  });
  if (violations.length > 0) throw tellsTooMuch(ticket.id, violations.length);
}

/**
 * The same for a message without a case: a number of a sale in it may be read by its buyer and its producer alone.
 * @throws SportelloError `reply-privacy`
 */
export async function guardNumbers(context: EngineContext, audience: Audience, shown: Shown): Promise<void> {
  const whole = [shown.subject, shown.text, ...shown.fileNames].join('\n');
  const numbers = readNumbers(whole).map(({ number }) => number);
  if (numbers.length === 0) return;
  const purchases = await context.source.byNumbers(numbers);
  const products = await context.source.products(purchases.map(({ productId }) => productId));
  const own = context.desk().ownAddresses;
  const told = purchases.filter((purchase) => {
    const producers = [...products.values()]
      .filter(({ productId }) => productId === purchase.productId)
      .map(({ producerEmail }) => foldAddress(producerEmail));
    return [audience.to, ...audience.copies]
      .map(foldAddress)
      .some((folded) => folded !== purchase.buyerFolded && !producers.includes(folded) && !own.includes(folded));
  });
  if (told.length > 0) throw tellsTooMuch(null, told.length);
}

/** A case is one by the rule or by an agent's word, which joins other addresses too; closing a ticket makes nobody a reader of another. */
async function refuseSharedCase(
  context: EngineContext,
  ticket: OpenCase['ticket'],
  addresses: readonly string[],
): Promise<void> {
  const others = addresses.map(foldAddress).filter((folded) => folded !== ticket.requester_folded);
  if (others.length === 0) return;
  const shared =
    (await caseOfAnyState(context.store.db, ticket, sharedAddresses(context.desk()))).find((one) =>
      others.includes(one.requester_folded),
    ) ?? (await ticketOfPurchase(context, ticket, others));
  if (shared === undefined) return;
  throw new SportelloError('reply-privacy', `That address wrote ${shared.id} of the same case`, {
    reason: 'other-ticket',
    action: 'Answer it in its own ticket: two people of one case never share a mail.',
    detail: { ticket: ticket.id, other: shared.id },
  });
}

/** A ticket about the same purchase, in whatever state, that one of these folded addresses wrote. */
async function ticketOfPurchase(
  context: EngineContext,
  { transaction_number: transaction }: OpenCase['ticket'],
  requesters: readonly string[],
): Promise<{ readonly id: string } | undefined> {
  if (transaction === null) return undefined;
  return context.store.db
    .selectFrom('ticket')
    .select('id')
    .where('transaction_number', '=', transaction)
    .where('requester_folded', 'in', requesters)
    .limit(1)
    .executeTakeFirst();
}

function knowsPurchase(facts: CaseFacts, address: string): boolean {
  if (facts.purchase === null) return false;
  const { purchase, product } = facts.purchase;
  const folded = foldAddress(address);
  return folded === purchase.buyerFolded || (product !== null && folded === foldAddress(product.producerEmail));
}

/** The case as somebody sees it who has written nothing. */
function toldNothing(facts: CaseFacts): CaseFacts {
  return {
    ...facts,
    match: { ...facts.match, identity: 'other' },
    clues: { ...facts.clues, subject: '', newText: '', numbers: [] },
  };
}

function tellsTooMuch(ticket: string | null, violations: number): SportelloError {
  return new SportelloError('reply-privacy', 'The text tells something of a purchase to someone who is not its buyer', {
    action: 'Take the marked words out, or write to the purchase mailbox instead.',
    detail: { ...(ticket === null ? {} : { ticket }), violations },
  });
}
