import type { CaseView, MessageView, PurchaseView, TicketRow, TicketView } from '../../shared/contract/views';
import type { DecisionId, Passage } from '../../shared/domain/decision';
import type { EscalationChoices } from '../../shared/contract/escalations';
import type { Gate, Suggestion } from '../../shared/domain/suggestion';

/** A Friday morning: every age in the fake desk counts back from here. */
export const FAKE_NOW = Date.parse('2026-11-20T10:00:00Z');
const HOUR = 3_600_000;

export function purchase(over: Partial<PurchaseView> = {}): PurchaseView {
  return {
    transaction: 'HP1771569003',
    statusWord: 'approved',
    status: 'active',
    orderedAt: FAKE_NOW - 8 * 24 * HOUR,
    approvedAt: FAKE_NOW - 8 * 24 * HOUR,
    productId: '501',
    productName: 'Corso di pasta fresca',
    producerName: 'Cucina Viva',
    producerEmail: 'ciao@cucinaviva.example',
    buyerName: 'Giulia Ferri',
    buyerEmail: 'giulia.ferri@example.com',
    delivery: 'club',
    memberAreaUrl: 'https://cucinaviva.club.example/pasta',
    recurrence: 1,
    price: '29.00',
    currency: 'EUR',
    ...over,
  };
}

/** English titles of the macros that the fake desk shows. */
const TITLES: Readonly<Record<string, string>> = {
  'club.first-access': 'Club · first access',
  'club.password-reset': 'Club · password reset',
  'club.product-link': 'Club · product link',
  'producer.contact': 'Producer · access data',
  'verify.purchase-email': 'Verify the purchase e-mail',
  'ask.which-product': 'Ask which product',
  'ask.purchase-details': 'Ask for purchase details',
  'purchase.pending': 'Payment pending',
  'follow-up.club': 'Second message · Club',
  'resend-access': 'Have the access sent again',
};

export const GREEN: Gate = { colour: 'green' };

export function suggestion(decision: DecisionId, gate: Gate, over: Partial<Suggestion> = {}): Suggestion {
  const title = TITLES[over.macro ?? decision] ?? decision;
  return {
    decision,
    macro: decision,
    titles: { it: title, pt: title, es: title, en: title },
    rule: 12,
    cites: ['A3', 'A4', 'A6'],
    otherReading: null,
    language: 'it',
    to: 'giulia.ferri@example.com',
    subject: 'Re: non trovo l’email',
    text: `Ciao Giulia,\n\ngrazie per averci scritto. Ecco come entrare per la prima volta:\n\n1. Cerca l’e-mail di Hotmart con i dati di accesso; se non è nella posta in arrivo, guarda nello spam.\n2. Attiva il tuo account Hotmart Club seguendo le istruzioni di quell’e-mail.\n3. Entra da https://cucinaviva.club.example/pasta con l’e-mail usata per l’acquisto.\n\nA presto,\nAnna`,
    holes: [],
    gate,
    escalation: null,
    ...over,
  };
}

type Sketch = {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly subject: string;
  readonly text: string;
  readonly hours: number;
  readonly row?: Partial<TicketRow>;
  readonly message?: Partial<MessageView>;
  readonly facts?: Partial<CaseView> | null;
  readonly suggestions?: readonly Suggestion[];
  readonly decision?: CaseView['decision'];
  readonly more?: Partial<TicketView>;
};

function decided(id: DecisionId, rule: number, ...cites: Passage[]): CaseView['decision'] {
  return { id, rule, cites };
}

/** A whole ticket out of what makes it different. */
export function ticketView(sketch: Sketch): TicketView {
  const at = FAKE_NOW - sketch.hours * HOUR;
  const decision = sketch.decision ?? decided('club.first-access', 12, 'A3', 'A4', 'A6');
  const bought = purchase({ buyerName: sketch.name, buyerEmail: sketch.address });
  const facts: CaseView | null =
    sketch.facts === null
      ? null
      : {
          intent: 'access.email_missing',
          intentEvidence: ['non ho ricevuto l’email'],
          language: 'it',
          match: {
            status: 'matched',
            basis: 'transaction',
            identity: 'buyer',
            purchase: bought,
            candidates: [],
            evidence: [
              { kind: 'number', written: 'HP 1771569003', place: 'new' },
              { kind: 'address', address: sketch.address, from: 'sender' },
            ],
            hints: [],
          },
          delivery: 'club',
          decision,
          earned: null,
          suggestions: sketch.suggestions ?? [
            suggestion('club.first-access', GREEN, { to: sketch.address }),
            suggestion('club.password-reset', GREEN, {
              rule: 10,
              cites: ['A7'],
              to: sketch.address,
              gate: { colour: 'amber', reasons: ['suggestion.other-reading'] },
              otherReading: { clue: 'intent', value: 'access.password' },
            }),
            suggestion('producer.contact', GREEN, {
              rule: 9,
              cites: ['A8', 'A9'],
              to: sketch.address,
              gate: { colour: 'amber', reasons: ['suggestion.other-reading'] },
              otherReading: { clue: 'delivery', value: 'producer' },
            }),
          ],
          answered: null,
          answeredOutside: null,
          notice: null,
          flags: { needsPerson: false, thanks: false, perhapsNewer: false, lastImportAt: FAKE_NOW - 2 * HOUR },
          corrected: { intent: null, transaction: null, delivery: null, refused: [] },
          ...sketch.facts,
        };
  const message: MessageView = {
    id: `m-${sketch.id}`,
    direction: 'inbound',
    fromName: sketch.name,
    fromAddress: sketch.address,
    to: ['aiuto@example.com'],
    replyTo: [],
    subject: sketch.subject,
    at,
    newText: sketch.text,
    quotedText: '',
    signature: '',
    html: null,
    attachments: [],
    readability: 'full',
    dmarc: 'pass',
    auto: false,
    report: null,
    ...sketch.message,
  };
  return {
    producer: null,
    escalations: choicesOf(facts === null ? [] : (sketch.suggestions ?? [])),
    row: {
      id: sketch.id,
      mailbox: 'main',
      revision: 1,
      requesterName: sketch.name,
      requesterAddress: sketch.address,
      subject: sketch.subject,
      preview: sketch.text.slice(0, 160),
      language: facts?.language ?? 'it',
      state: 'open',
      queue: 'inbox',
      debtor: 'us',
      decision: facts === null ? null : decision.id,
      matchStatus: facts?.match.status ?? null,
      basis: facts?.match.basis ?? null,
      identity: facts?.match.identity ?? null,
      transaction: facts?.match.purchase?.transaction ?? null,
      delivery: facts?.delivery ?? null,
      assignee: null,
      was: null,
      labels: [],
      reviewed: null,
      filedReason: null,
      clock: null,
      noAnswer: false,
      unread: true,
      erased: false,
      hasDraft: false,
      returned: false,
      messages: 1,
      createdAt: at,
      updatedAt: at,
      snoozedUntil: null,
      ...sketch.row,
    },
    relatedTo: null,
    messages: [message],
    notes: [],
    case: facts,
    history: [
      { at, actor: '', kind: 'created', detail: {} },
      { at: at + 2000, actor: '', kind: 'decided', detail: { decision: decision.id, rule: decision.rule } },
    ],
    outbox: [],
    draft: '',
    ...sketch.more,
  };
}

export { decided };

/** What `P` may send: the escalation that a suggestion has, whatever the reason. */
function choicesOf(suggestions: readonly Suggestion[]): EscalationChoices | null {
  const plan = suggestions.find(({ escalation }) => escalation !== null)?.escalation ?? null;
  if (plan === null) return null;
  const plans = { missing: plan, login: plan, again: plan, address: plan, refund: plan };
  return { usual: 'missing', plans, followUp: null };
}
