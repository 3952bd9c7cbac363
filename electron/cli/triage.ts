import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packError, SportelloError } from '../../shared/contract/errors';
import { foldAddress } from '../../shared/domain/address';
import type { CaseFacts } from '../../shared/domain/case-facts';
import { REPLY_LANGUAGES, type ReplyLanguage } from '../../shared/domain/intent';
import type { MacroShelf } from '../../shared/domain/macro';
import type { Message } from '../../shared/domain/message';
import { type ReplyContext, suggestFirst } from '../../shared/domain/suggest';
import { createOutside } from '../engine/hosts/outside';
import { loadMacros } from '../engine/macros/load-macros';
import { createImageReader } from '../engine/mail/image-text';
import type { ImageReader } from '../engine/mail/image-text';
import { splitBody } from '../engine/mail/body-parts';
import { parseMessage } from '../engine/mail/parse-message';
import { picturesToRead, readPictures, withPictureTexts } from '../engine/mail/pictures';
import { csvSource } from '../engine/purchases/csv-source';
import type { PurchaseSource } from '../engine/purchases/purchase-source';
import type { ConversationMessage } from '../engine/tickets/conversation';
import { decideConversation } from '../engine/tickets/decide-conversation';

/** Streams of a command and where `resources/` lies. */
export type TriageIo = {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly resourcesDir: string;
};

type TriageArgs = {
  readonly mail: string;
  readonly purchases: string;
  readonly catalogue: string;
  readonly language: ReplyLanguage;
  readonly authservId: string | null;
  readonly json: boolean;
};

/** One file as read: a message, or why it is none. */
type ReadFile = { readonly file: string; readonly message: Message | null; readonly error: string };
type Ticket = { readonly id: string; readonly requester: string; readonly messages: ConversationMessage[] };

const USAGE =
  'Usage: triage --mail DIR --purchases sales.csv --catalogue products.csv [--language it|pt|es|en] [--authserv-id ID] [--json]\n';

/**
 * The dry run of domain.md, "The headless contract": decides every `.eml` below a folder in order of its Date header and
 * prints one line each. Writes nothing but `stdout`, logs to `stderr`. Answers the exit code: 0 when every file was read, 1 when
 * the purchases could not be, 2 on unusable arguments.
 */
export async function runTriage(args: string[], io: TriageIo): Promise<number> {
  const parsed = await readArgs(args);
  if (typeof parsed === 'string') {
    io.stderr.write(`${parsed}\n${USAGE}`);
    return 2;
  }
  const { clock, log } = createOutside({
    resourcesDir: io.resourcesDir,
    sinks: [(line) => io.stderr.write(`${line}\n`)],
  });
  const pictures = createImageReader({ clock, log, resourcesDir: io.resourcesDir });
  try {
    const source = await csvSource(parsed.purchases, parsed.catalogue, (problem) => {
      io.stderr.write(`${path.basename(problem.file)}:${problem.line}: ${problem.reason}\n`);
    });
    const macros = await loadMacros(io.resourcesDir);
    const files = await readMails(parsed, pictures);
    const desk = new DryDesk(parsed, source, macros, ownAddresses(files));
    for (const file of files) io.stdout.write(`${await desk.line(file)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SportelloError)) throw error;
    io.stderr.write(`${error.message} ${error.action}\n`);
    return 1;
  } finally {
    await pictures.close();
  }
}

async function readArgs(args: string[]): Promise<TriageArgs | string> {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      strict: true,
      options: {
        mail: { type: 'string' },
        purchases: { type: 'string' },
        catalogue: { type: 'string' },
        language: { type: 'string' },
        'authserv-id': { type: 'string' },
        json: { type: 'boolean' },
      },
    }));
  } catch (error) {
    return packError(error).message;
  }
  const { mail, purchases, catalogue } = values;
  if (mail === undefined || purchases === undefined || catalogue === undefined) {
    return 'triage needs --mail, --purchases and --catalogue.';
  }
  const language = REPLY_LANGUAGES.find((known) => known === (values.language ?? 'it'));
  if (language === undefined) return `--language ${values.language ?? ''} is none of ${REPLY_LANGUAGES.join(', ')}.`;
  if (!(await isKind(mail, 'folder'))) return `--mail ${mail} is not a folder.`;
  for (const file of [purchases, catalogue]) if (!(await isKind(file, 'file'))) return `${file} is not a file.`;
  return {
    mail,
    purchases,
    catalogue,
    language,
    authservId: values['authserv-id'] ?? null,
    json: values.json === true,
  };
}

async function isKind(place: string, kind: 'folder' | 'file'): Promise<boolean> {
  // What cannot be looked at is not usable either: the caller says which argument it was.
  const found = await stat(place).catch(() => null);
  return found !== null && (kind === 'folder' ? found.isDirectory() : found.isFile());
}

/** All messages below the folder, oldest Date first; those without a readable Date after all others, by file. */
async function readMails(args: TriageArgs, reader: ImageReader): Promise<readonly ReadFile[]> {
  const read: ReadFile[] = [];
  let pictures: Promise<void> = Promise.resolve();
  for (const [at, file] of (await emlBelow(args.mail, '')).entries()) {
    const one = await readMail(path.join(args.mail, file), file, args);
    read[at] = one;
    // In their own thread while the next files are parsed here.
    if (one.message !== null && picturesToRead(one.message).length > 0) {
      pictures = pictures.then(async () => {
        read[at] = await withPictures(one, args, reader);
      });
    }
  }
  await pictures;
  return read.sort((a, b) => {
    const [at, other] = [a.message?.sentAt ?? Infinity, b.message?.sentAt ?? Infinity];
    return at === other ? (a.file < b.file ? -1 : 1) : at - other;
  });
}

/** The file is read again: holding the bytes of all that wait would fill the memory. */
async function withPictures(read: ReadFile, args: TriageArgs, reader: ImageReader): Promise<ReadFile> {
  if (read.message === null) return read;
  const raw = await readFile(path.join(args.mail, read.file)).catch(() => null);
  const texts = raw && (await readPictures(reader, raw, picturesToRead(read.message)));
  return texts ? { ...read, message: withPictureTexts(read.message, texts) } : read;
}

async function emlBelow(root: string, below: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path.join(root, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await emlBelow(root, name)));
    else if (entry.name.toLowerCase().endsWith('.eml')) found.push(name);
  }
  return found.sort();
}

async function readMail(place: string, file: string, args: TriageArgs): Promise<ReadFile> {
  try {
    const raw = await readFile(place);
    return {
      file,
      message: await parseMessage(raw, { authservId: args.authservId, html: true, attachments: true }),
      error: '',
    };
  } catch (error) {
    return { file, message: null, error: packError(error).message };
  }
}

/** The desk's own mailbox: the address that most of the messages were written to. */
function ownAddresses(files: readonly ReadFile[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { message } of files) {
    for (const address of new Set((message?.to ?? []).map((party) => foldAddress(party.address)))) {
      counts.set(address, (counts.get(address) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most === undefined || most[1] * 2 <= files.length ? [] : [most[0]];
}

/** Tickets of one run, joined as domain.md says, and the line of each message. */
class DryDesk {
  private readonly tickets: Ticket[] = [];
  private readonly byMessageId = new Map<string, Ticket>();

  constructor(
    private readonly args: TriageArgs,
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
      { messages: ticket.messages, corrected: { intent: null, transaction: null, delivery: null } },
      { defaultLanguage: this.args.language, ownAddresses: this.own, formSenders: [], groupAddresses: [] },
      this.source,
    );
  }

  private reply(facts: CaseFacts): { readonly subject: string; readonly body: string } | null {
    const context: ReplyContext = {
      now: facts.askedAt,
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
      newerMessage: false,
      earned: () => true,
      enumeration: false,
    };
    const first = suggestFirst(facts, context, this.macros);
    return first === null || first.decision !== facts.decision.id ? null : { subject: first.subject, body: first.text };
  }
}

type Reply = { readonly subject: string; readonly body: string } | null;

function jsonOf(file: string, ticket: Ticket, facts: CaseFacts | null, reply: Reply, args: TriageArgs): object {
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
