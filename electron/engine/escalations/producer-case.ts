import type { ProducerCase } from '../../../shared/domain/escalation';
import { REPLY_LANGUAGES } from '../../../shared/domain/intent';
import { gistOf, MAX_ANSWER_CHARS, producerWords, readingsOf } from '../../../shared/domain/producer-words';
import type { ForwardScope, OtherBuyer, ProducerWords } from '../../../shared/domain/producer-words';
import { findAddresses, foldAddress } from '../../../shared/domain/address';
import { baseNumber, readNumbers } from '../../../shared/domain/transaction-number';
import { openEscalationOf } from '../store/escalations-table';
import type { Escalation } from '../store/escalations-table';
import type { Db } from '../store/tickets-table';

/** Cases and purchases that one answer is compared with: a producer's whole list must not be read for one mail. */
const MOST_OTHERS = 200;

/** The open side conversation of a ticket with what its texts need; null where there is none. */
export async function producerCaseOf(db: Db, ticket: string): Promise<ProducerCase | null> {
  const escalation = await openEscalationOf(db, ticket);
  if (escalation === null || escalation.state === 'closed') return null;
  const [to, answer] = await Promise.all([addressOf(db, escalation), newestAnswer(db, escalation.id)]);
  const language = REPLY_LANGUAGES.find((one) => one === escalation.language) ?? null;
  const words = answer === null ? null : await wordsOf(db, escalation, answer, to);
  return {
    id: escalation.id,
    state: escalation.state,
    reason: escalation.reason,
    language,
    to,
    answer: answer && words && { at: answer.at, words, gist: gistOf(words.text) },
  };
}

/** An answer about several cases holds the data of each: nothing of it is passed on to any of them. */
async function wordsOf(
  db: Db,
  escalation: Escalation,
  answer: { readonly new_text: string; readonly cases: number | null },
  to: string,
): Promise<ProducerWords> {
  if (Number(answer.cases ?? 1) > 1) return { text: '', removed: 0 };
  const text = answer.new_text.slice(0, MAX_ANSWER_CHARS);
  return producerWords(text, await scopeOf(db, escalation, text, to));
}

/** Where the conversation is held: the address of our newest mail in it, as it was written. */
async function addressOf(db: Db, { id, producer_folded }: Escalation): Promise<string> {
  const row = await db
    .selectFrom('escalation_mail')
    .innerJoin('outbox', 'outbox.id', 'escalation_mail.outbox_id')
    .select('outbox.envelope_to')
    .where('escalation_mail.escalation_id', '=', id)
    .where('outbox.envelope_to', '!=', '')
    .orderBy('outbox.created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.envelope_to ?? producer_folded;
}

/** What was answered last, where it certainly is about this case: by itself, or because somebody said so. */
async function newestAnswer(db: Db, escalation: string) {
  const row = await db
    .selectFrom('escalation_answer')
    .innerJoin('escalation', 'escalation.id', 'escalation_answer.escalation_id')
    .innerJoin('message', 'message.id', 'escalation_answer.message_id')
    .select(['escalation_answer.at', 'message.new_text'])
    .select((of) =>
      of
        .selectFrom('escalation_answer as one')
        .select((count) => count.fn.countAll<number>().as('cases'))
        .whereRef('one.message_id', '=', 'message.id')
        .as('cases'),
    )
    .where('escalation_answer.escalation_id', '=', escalation)
    .where('escalation.state', '=', 'answered')
    .where('escalation_answer.settled', '=', 'done')
    .orderBy('escalation_answer.at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Who and what else the answer may speak of: the other cases of its mail, and whom its numbers and addresses belong to. */
async function scopeOf(db: Db, escalation: Escalation, text: string, to: string): Promise<ForwardScope> {
  const read = readingsOf(text);
  // Once more in one line: a number may be broken over two.
  const numbers = [...readNumbers(read), ...readNumbers(read.replace(/\s+/g, ' '))].map(({ number }) =>
    baseNumber(number),
  );
  const addresses = findAddresses(read).map(foldAddress);
  const [own, product, links, together, named] = await Promise.all([
    db
      .selectFrom('purchase')
      .select(['buyer_name', 'buyer_email'])
      .where('transaction_number', '=', escalation.transaction_number)
      .executeTakeFirst(),
    db
      .selectFrom('product')
      .select(['member_area_url', 'producer_email'])
      .where('product_id', '=', escalation.product_id)
      .executeTakeFirst(),
    db
      .selectFrom('product')
      .select('member_area_url')
      .where('product_id', '!=', escalation.product_id)
      .where('member_area_url', '!=', '')
      .execute(),
    othersOfProducer(db, escalation),
    buyersOf(db, numbers, addresses),
  ]);
  const link = product?.member_area_url ?? '';
  return {
    transaction: escalation.transaction_number,
    buyerAddress: own?.buyer_email ?? '',
    buyerName: own?.buyer_name ?? '',
    producerAddresses: [to, escalation.producer_folded, product?.producer_email ?? ''].filter((one) => one !== ''),
    link,
    otherLinks: links.map((one) => one.member_area_url).filter((one) => one !== link),
    others: [...together, ...named].filter(({ transaction }) => transaction !== escalation.transaction_number),
  };
}

/** Buyers of the producer's other cases: he may answer several in one mail. */
async function othersOfProducer(db: Db, { id, producer_folded }: Escalation): Promise<readonly OtherBuyer[]> {
  const rows = await db
    .selectFrom('escalation')
    .innerJoin('purchase', 'purchase.transaction_number', 'escalation.transaction_number')
    .select(['purchase.buyer_name', 'purchase.buyer_email', 'purchase.transaction_number'])
    .where('escalation.producer_folded', '=', producer_folded)
    .where('escalation.id', '!=', id)
    .orderBy('escalation.opened_at', 'desc')
    .limit(MOST_OTHERS)
    .execute();
  return rows.map(otherBuyer);
}

async function buyersOf(
  db: Db,
  numbers: readonly string[],
  addresses: readonly string[],
): Promise<readonly OtherBuyer[]> {
  if (numbers.length === 0 && addresses.length === 0) return [];
  const rows = await db
    .selectFrom('purchase')
    .select(['buyer_name', 'buyer_email', 'transaction_number'])
    .where((of) =>
      of.or([
        ...(numbers.length > 0 ? [of('base_number', 'in', numbers)] : []),
        ...(addresses.length > 0 ? [of('buyer_folded', 'in', addresses)] : []),
      ]),
    )
    .limit(MOST_OTHERS)
    .execute();
  return rows.map(otherBuyer);
}

function otherBuyer(row: {
  readonly buyer_name: string;
  readonly buyer_email: string;
  readonly transaction_number: string;
}): OtherBuyer {
  return { name: row.buyer_name, address: row.buyer_email, transaction: row.transaction_number };
}
