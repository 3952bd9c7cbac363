import type { CaseFacts, PurchaseFacts } from '../../../shared/domain/case-facts';
import { foldAddress } from '../../../shared/domain/address';
import { type Clues, readClues } from '../../../shared/domain/clues';
import { decide } from '../../../shared/domain/decision';
import { type IntentReading, REPLY_LANGUAGES, type ReplyLanguage } from '../../../shared/domain/intent';
import { detectLanguage, languageText } from '../../../shared/domain/language';
import { newestOfEach } from '../../../shared/domain/match';
import type { Party } from '../../../shared/domain/message';
import { namedProducts } from '../../../shared/domain/product-names';
import type { Purchase } from '../../../shared/domain/purchase';
import { readSuspicions } from '../../../shared/domain/sender-suspicion';
import { isWellFormed } from '../../../shared/domain/transaction-number';
import type { PurchaseSource } from '../purchases/purchase-source';
import type { Conversation, ConversationMessage } from './conversation';
import { findRequester, type KnownAddresses, type Requester } from './find-requester';
import { guessLanguage } from './guess-language';
import { matchConversation, withoutRefusedPurchases } from './match-conversation';
import { languageOf, readIntentOf } from './message-reading';
import { gatherPurchase } from './purchase-facts';
import { isSalesReport } from './sales-report';

/** What the team's settings add to a decision. */
export type DeskFacts = KnownAddresses & {
  readonly defaultLanguage: ReplyLanguage;
  /** Names that the team's mailboxes write with. */
  readonly ownNames: readonly string[];
  /** Who sends Hotmart's sales report; a dry run knows none. */
  readonly reportSenders?: readonly string[];
};

/** More of a requester's purchases than a card can offer. */
const MAX_OTHERS = 5;

/**
 * The sentence of design.md, "How one message travels", from clues to decision: gathers candidates, then computes. The newest
 * message of the requester is decided; earlier ones lend their clues, and their intent where the newest is a bare answer.
 * Throws where the conversation holds no message that was written to us.
 */
export async function decideConversation(
  conversation: Conversation,
  desk: DeskFacts,
  source: PurchaseSource,
): Promise<CaseFacts> {
  const received = conversation.messages.filter(({ ours }) => !ours);
  const newest = received[received.length - 1];
  if (newest === undefined) throw new Error('A conversation without a message to us cannot be decided');
  const earlier = newestFirst(received.slice(0, -1));
  const [requester, catalogue, importedAt] = await Promise.all([
    findRequester(newest.message, newest.parts, desk, source),
    source.catalogue(),
    source.importedAt(),
  ]);
  const own = newest.reading?.clues ?? readClues(newest.message, newest.parts);
  const bare = isBare(own.newText, catalogue);
  const clues = withEarlier(
    own,
    earlier,
    bare || namedProducts(`${own.subject}\n${own.newText}`, catalogue).length === 0,
  );
  const before = bare ? earlier.map(({ parts }) => parts.newText) : [];
  const read = before.length === 0 ? newest.reading : undefined;
  const language = read ? read.language : await languageOf(own, before, guessLanguage);
  const asked = await intentOf(conversation, newest, own, earlier, requester, language, bare);
  const intent = isSalesReport(newest.message, desk.reportSenders ?? []) ? asReport(asked) : asked;
  const match = await matchConversation(
    {
      conversation,
      clues,
      requester,
      language,
      dmarc: newest.message.dmarc,
      // An older Date than the newest mail's is soon written into a file, and its words count, too.
      fromFile: [newest, ...earlier].some(({ message }) => message.fromFile === true),
      // A form or a list writes its own name before somebody else's address.
      suspicions: requester.trustedSender
        ? []
        : readSuspicions(newest.message.from, { addresses: desk.ownAddresses.map(foldAddress), names: desk.ownNames }),
      ownAddresses: desk.ownAddresses,
    },
    source,
  );
  const matched = match.status === 'matched' ? match.purchase : null;
  const [purchase, others] = await Promise.all([
    matched === null ? null : gatherPurchase(matched, source, conversation.corrected.delivery),
    othersOf(requester, matched, conversation.corrected.refused, source),
  ]);
  const replyLanguage = REPLY_LANGUAGES.find((known) => known === language) ?? desk.defaultLanguage;
  return {
    language,
    replyLanguage,
    languageFallback: language !== null && replyLanguage !== language,
    intent,
    clues,
    match,
    purchase,
    delivery: purchase?.delivery ?? null,
    others,
    decision: decide({
      intent: intent.intent,
      match,
      purchase:
        purchase === null
          ? null
          : { status: purchase.purchase.status, delivery: purchase.delivery, hasEarlierClub: purchase.hasEarlierClub },
    }),
    recipient: requester.recipient,
    requesterName: nameOf(requester.recipient.party),
    namesOthers: clues.numbers.some((number) => !number.bare) || own.addresses.length > 0,
    perhapsNewer:
      match.hints.some((hint) => hint.kind === 'number-unknown' && isWellFormed(hint.number)) ||
      (requester.own.length === 0 && importedAt !== null && importedAt < newest.at),
    senderAmbiguous: newest.message.senderAmbiguous,
    dmarcFailed: newest.message.dmarc === 'fail',
    askedAt: newest.at,
  };
}

function newestFirst(messages: readonly ConversationMessage[]): readonly ConversationMessage[] {
  return messages.map((_, index) => messages[messages.length - 1 - index]).filter((message) => message !== undefined);
}

/** Only a number, a product, an address: an answer to our question. */
function isBare(newText: string, catalogue: readonly { readonly productId: string; readonly name: string }[]): boolean {
  const words = languageText(newText).match(/\p{L}{2,}/gu) ?? [];
  if (words.length <= 2) return true;
  if (words.length > 12) return false;
  const named = namedProducts(newText, catalogue).reduce((sum, { words: name }) => sum + name.split(' ').length, 0);
  return named > 0 && words.length - named <= 3;
}

/** Numbers and addresses of earlier messages count as quoted ones do; their words name products where the newest names none. */
function withEarlier(own: Clues, earlier: readonly ConversationMessage[], words: boolean): Clues {
  if (earlier.length === 0) return own;
  const before = earlier.map(({ message, parts }) => readClues(message, parts));
  const known = new Set(own.numbers.map(({ number }) => number));
  const numbers = before
    .flatMap((clues) => clues.numbers)
    .filter(({ number }) => !known.has(number) && known.add(number).size > 0)
    .map((number) => ({ ...number, place: 'quoted' as const }));
  const addresses = [...new Set([...own.addresses, ...before.flatMap((clues) => clues.addresses)])];
  const newText = words ? [own.newText, ...before.map((clues) => clues.newText)].join('\n\n') : own.newText;
  return { ...own, numbers: [...own.numbers, ...numbers], addresses, newText };
}

async function intentOf(
  conversation: Conversation,
  newest: ConversationMessage,
  own: Clues,
  earlier: readonly ConversationMessage[],
  requester: Requester,
  language: string | null,
  bare: boolean,
): Promise<IntentReading> {
  const known = requester.trustedSender || newest.reading?.language !== language ? undefined : newest.reading?.intent;
  const reading = known ?? readIntentOf(newest.message, own, requester.trustedSender, language);
  const set = conversation.corrected.intent;
  if (set !== null) return { ...reading, intent: set, evidence: [] };
  const says = reading.intent === 'auto' || reading.signals.thanks || (reading.evidence.length > 0 && !bare);
  if (says) return reading;
  for (const before of earlier) {
    const clues = readClues(before.message, before.parts);
    const spoken = await detectLanguage(clues.newText, guessLanguage);
    const asked = readIntentOf(before.message, clues, requester.trustedSender, spoken);
    if (asked.intent !== 'auto' && !asked.signals.thanks && asked.evidence.length > 0) {
      return { ...asked, signals: { ...reading.signals, stepsTried: reading.signals.stepsTried } };
    }
  }
  return reading;
}

/** A report of Hotmart is nobody's question, whatever its words. */
function asReport(reading: IntentReading): IntentReading {
  return { ...reading, intent: 'auto', evidence: [], signals: { ...reading.signals, autoReason: 'sales-report' } };
}

async function othersOf(
  requester: Requester,
  matched: Purchase | null,
  refused: readonly string[],
  source: PurchaseSource,
): Promise<readonly PurchaseFacts[]> {
  const possible = await withoutRefusedPurchases(refused, source);
  const rest = newestOfEach(possible(requester.own)).filter(({ productId }) => productId !== matched?.productId);
  return Promise.all(rest.slice(0, MAX_OTHERS).map((purchase) => gatherPurchase(purchase, source, null)));
}

/** A display name that is an address is no name to greet. */
function nameOf(party: Party | null): string {
  return party === null || party.name.includes('@') ? '' : party.name;
}
