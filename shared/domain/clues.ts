import { findAddresses, foldAddress } from './address';
import type { BodyParts, Message, Party } from './message';
import { foldForNumbers, readNumbers } from './transaction-number';

/** Where in the mail a clue was read, best first: the new text beats the quoted text (domain.md, "Cases decided"). */
export type CluePlace = 'subject' | 'new' | 'quoted' | 'attachment-name' | 'attachment-text';

/** A transaction number as the mail gave it. */
export type NumberClue = {
  /** Normalised: `HP` + digits, `C<n>` kept. */
  readonly number: string;
  /** The words of the mail it was read from. */
  readonly written: string;
  readonly place: CluePlace;
  /** Digits without `HP`: counts only when it is exactly a known purchase of this requester. */
  readonly bare: boolean;
  /** The same run cut where other digits followed it, longest first: tried when `number` is not known. */
  readonly shorter?: readonly string[];
};

/** Everything a mail gives away about the purchase it is about. */
export type Clues = {
  /** Who the answer goes to and whose purchases count: From, or Reply-To by the rules of domain.md. */
  readonly from: Party | null;
  readonly replyTo: Party | null;
  readonly numbers: readonly NumberClue[];
  /** Addresses that the requester wrote in the new text, as written. */
  readonly addresses: readonly string[];
  /** Subject and new text, for naming products. */
  readonly subject: string;
  readonly newText: string;
};

/** Files whose text is read are few; a mail bomb of them is not read to the end. */
const MAX_TEXT = 200_000;

/** Reads what a mail gives away, best place first. Never throws, linear in the mail. */
export function readClues(message: Message, parts: BodyParts): Clues {
  const certified = message.attached.filter((attached) => attached.kind === 'pec');
  const forwarded = message.attached.filter((attached) => attached.kind === 'forwarded');
  const newText = joinTexts([parts.newText, ...certified.map((attached) => attached.text)]);
  const subject = certified.length > 0 ? certified.map((attached) => attached.subject).join(' ') : message.subject;
  const places: readonly (readonly [CluePlace, string])[] = [
    ['subject', message.subject],
    ['new', joinTexts([subject === message.subject ? '' : subject, newText, parts.signature])],
    ['quoted', joinTexts([parts.quotedText, ...forwarded.flatMap((attached) => [attached.subject, attached.text])])],
    ['attachment-name', message.attachments.map((attachment) => attachment.fileName.replace(/_/g, ' ')).join('\n')],
    ['attachment-text', joinTexts(message.attachments.map((attachment) => attachment.text))],
  ];
  return {
    from: message.from,
    replyTo: message.replyTo[0] ?? null,
    numbers: numbersOf(places),
    addresses: writtenAddresses(newText, message),
    subject,
    newText,
  };
}

function joinTexts(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .join('\n')
    .slice(0, MAX_TEXT);
}

/** A number written in several places counts for the best of them. */
function numbersOf(places: readonly (readonly [CluePlace, string])[]): readonly NumberClue[] {
  const found = new Map<string, NumberClue>();
  for (const [place, text] of places) {
    for (const written of readNumbers(text)) {
      const known = found.get(written.number);
      if (known === undefined || (known.bare && !written.bare)) found.set(written.number, { ...written, place });
    }
  }
  return [...found.values()];
}

/** The requester's own address in his signature is no second address. */
function writtenAddresses(newText: string, message: Message): readonly string[] {
  const own = new Set(
    [message.from, ...message.to, ...message.cc].flatMap((party) => (party ? [foldAddress(party.address)] : [])),
  );
  const seen = new Set<string>();
  return findAddresses(foldForNumbers(newText)).filter((address) => {
    const folded = foldAddress(address);
    if (own.has(folded) || seen.has(folded)) return false;
    seen.add(folded);
    return true;
  });
}
