import { packError } from '../../shared/contract/errors';
import { foldAddress } from '../../shared/domain/address';
import { DEFAULT_WEEK } from '../../shared/domain/clock-settings';
import { createWorkingTime } from '../../shared/domain/working-time';
import type { CaseFacts } from '../../shared/domain/case-facts';
import type { ReplyLanguage } from '../../shared/domain/intent';
import type { MacroShelf } from '../../shared/domain/macro';
import type { Message } from '../../shared/domain/message';
import { type ReplyContext, suggestFirst } from '../../shared/domain/suggest';
import { splitBody } from '../engine/mail/body-parts';
import type { PurchaseSource } from '../engine/purchases/purchase-source';
import type { ConversationMessage } from '../engine/tickets/conversation';
import { NOTHING_CORRECTED } from '../engine/store/corrections-table';
import { decideConversation } from '../engine/tickets/decide-conversation';
import type { ReadFile } from './mail-folder';

type Ticket = { readonly id: string; readonly requester: string; readonly messages: ConversationMessage[] };

/** How a dry run answers: the team's language, and JSON or words for people. */
export type DryRun = { readonly language: ReplyLanguage; readonly json: boolean };

/** The desk's own mailbox: the address that most of the messages were written to. */
export function ownAddresses(files: readonly ReadFile[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { message } of files) {
    for (const address of new Set((message?.to ?? []).map((party) => foldAddress(party.address)))) {
      counts.set(address, (counts.get(address) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most === undefined || most[1] * 2 <= files.length ? [] : [most[0]];
}

/** A dry run knows no team: Monday to Friday, and no zone or holidays of anybody's. */
const NO_TEAM = createWorkingTime({ timeZone: 'UTC', week: DEFAULT_WEEK, holidays: new Set() });

/** Tickets of one run, joined as domain.md says, and the line of each message. */
export class DryDesk {
  private readonly tickets: Ticket[] = [];
  private readonly byMessageId = new Map<string, Ticket>();

  constructor(
    private readonly args: DryRun,
    private readonly source: PurchaseSource,
    private readonly macros: MacroShelf,
    private readonly own: readonly string[],
  ) {}

  async line(read: ReadFile): Promise<string> {
    const { file, message, error } = read;
    if (message === null)
      return this.args.json ? JSON.stringify({ file, error }) : `${file}  could not be read: ${error}`;
    const ticket = this.file(message);
    try {
      const facts = await this.decide(ticket);
      const reply = facts === null ? null : this.reply(facts);
      return this.args.json
        ? JSON.stringify(jsonOf(file, ticket, facts, reply, this.args))
        : readable(file, ticket, facts, reply);
    } catch (cause) {
      // One message that the rules stumble over is one line with an error; the run goes on (domain.md).
      const said = packError(cause).message;
      return this.args.json
        ? JSON.stringify({ file, ticket: ticket.id, error: said })
        : `${file}  could not be decided: ${said}`;
    }
  }

  /** A known Message-ID, written by the requester or by us, joins; anyone else's opens a ticket of its own. */
  private file(message: Message): Ticket {
    const sender = foldAddress(message.from?.address ?? '');
    const ours = this.own.includes(sender);
    const linked = [...message.inReplyTo, ...message.references]
      .map((id) => this.byMessageId.get(id))
      .find((ticket) => ticket !== undefined);
    let ticket = linked !== undefined && (ours || linked.requester === sender) ? linked : undefined;
    if (ticket === undefined) {
      ticket = { id: `T-${this.tickets.length + 1}`, requester: sender, messages: [] };
      this.tickets.push(ticket);
    }
    if (message.messageId !== null && !this.byMessageId.has(message.messageId))
      this.byMessageId.set(message.messageId, ticket);
    ticket.messages.push({ message, parts: splitBody(message), ours, at: message.sentAt ?? 0 });
    return ticket;
  }

  /** null for a ticket that holds only what we wrote. */
  private decide(ticket: Ticket): Promise<CaseFacts | null> {
    if (ticket.messages.every(({ ours }) => ours)) return Promise.resolve(null);
    return decideConversation(
      { messages: ticket.messages, corrected: NOTHING_CORRECTED },
      {
        defaultLanguage: this.args.language,
        ownAddresses: this.own,
        ownNames: [],
        formSenders: [],
        groupAddresses: [],
      },
      this.source,
    );
  }

  private reply(facts: CaseFacts): { readonly subject: string; readonly body: string } | null {
    const context: ReplyContext = {
      now: facts.askedAt,
      team: NO_TEAM,
      agentName: '',
      mailboxAddress: this.own[0] ?? '',
      mailboxName: '',
      signature: '',
      supportAddress: null,
      supportAnswersBy: '',
      ownAddresses: this.own,
      lastImportAt: null,
      defaultLanguage: this.args.language,
      earlier: [],
      ourReplies: 0,
      openEscalation: false,
      producer: null,
      newerMessage: false,
      answeredOutside: null,
      earned: () => true,
      enumeration: false,
      unreachable: [],
      machine: false,
      blocked: false,
      notice: null,
      behind: false,
      reminderDue: false,
      longWait: false,
    };
    const first = suggestFirst(facts, context, this.macros);
    return first === null || first.decision !== facts.decision.id ? null : { subject: first.subject, body: first.text };
  }
}

type Reply = { readonly subject: string; readonly body: string } | null;

function jsonOf(file: string, ticket: Ticket, facts: CaseFacts | null, reply: Reply, args: DryRun): object {
  if (facts === null)
    return {
      file,
      ticket: ticket.id,
      language: null,
      intent: null,
      match: null,
      delivery: null,
      decision: null,
      reasons: [],
      reply,
    };
  const { match, decision } = facts;
  return {
    file,
    ticket: ticket.id,
    language: facts.language ?? args.language,
    intent: facts.intent.intent,
    match: {
      status: match.status,
      transaction: match.status === 'matched' ? match.purchase.transaction : null,
      basis: match.basis,
      identity: match.identity,
      ...(match.status === 'ambiguous' ? { candidates: match.candidates.map(({ transaction }) => transaction) } : {}),
    },
    delivery: facts.delivery,
    decision: decision.id,
    reasons: [{ rule: decision.rule, cites: decision.cites, evidence: [...facts.intent.evidence, ...match.evidence] }],
    reply,
  };
}

function readable(file: string, ticket: Ticket, facts: CaseFacts | null, reply: Reply): string {
  if (facts === null) return `${file}  ${ticket.id}  written by us`;
  const { match, decision, intent } = facts;
  const about =
    match.status === 'matched' ? `${match.purchase.transaction} (${match.basis}, ${match.identity})` : match.status;
  return [
    file,
    ticket.id,
    facts.language ?? '-',
    intent.intent,
    about,
    facts.delivery ?? '-',
    `${decision.id} (row ${decision.rule})`,
    reply?.subject ?? 'no reply',
  ].join('  ');
}
