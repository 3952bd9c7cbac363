import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { createEngine } from '../../electron/engine/engine';
import type { Engine, EngineParts } from '../../electron/engine/engine';
import type { MailboxSyncOptions } from '../../electron/engine/mail/imap-sync';
import type { MailboxSync, SyncCounts } from '../../electron/engine/mail/mailbox';
import { digestMessage, digestSplit, splitMessage } from '../../electron/engine/mail/message-digest';
import { findInOtherMailboxes, sameMailOf } from '../../electron/engine/mail/same-mail';
import { readMessageId } from '../../electron/engine/mail/sent-by-us';
import { createMessageParser } from '../../electron/engine/mail/parser-host';
import type { SmtpMessage, SmtpTransport } from '../../electron/engine/mail/smtp-transport';
import type { Log, Outside } from '../../electron/engine/outside';
import { markAnswered } from '../../electron/engine/store/answered-table';
import { addLocations } from '../../electron/engine/store/locations-table';
import { addMessages, findByDigest } from '../../electron/engine/store/messages-table';
import type { NewMessage } from '../../electron/engine/store/messages-table';
import { packRaw } from '../../electron/engine/store/packed-raw';
import { saveFolder } from '../../electron/engine/store/folders-table';
import type { EngineSecrets } from '../../shared/contract/host';
import type { Profile } from '../../shared/contract/profile';
import type { TicketRow } from '../../shared/contract/views';
import { QUEUES } from '../../shared/domain/ticket';
import type { TeamConnection } from '../../electron/engine/store/postgres/team-address';
import { makeFolder, onPostgres, silentLog } from './make-store';
import { createMovedClock } from './moved-clock';
import type { MovedClock } from './moved-clock';
import { makeTeam } from './team-store';

export const RESOURCES = resolve(import.meta.dirname, '../../resources');
/** When the desk of these tests opens: three days after the mails of `writeMail`. */
export const OPENED_AT = Date.UTC(2026, 0, 15, 9);

/** A mailbox in memory: what is delivered to it comes with the next `once`, as from a server. */
export type FakeMailbox = {
  open(options: MailboxSyncOptions): MailboxSync;
  /** Puts messages into a folder; one UID each, in this order. */
  deliver(...raws: readonly Buffer[]): void;
  deliverSent(...raws: readonly Buffer[]): void;
  deliverJunk(...raws: readonly Buffer[]): void;
  /** Somebody answers this mail of the INBOX with another mail program, and the sync sees its flag. */
  answerOutside(raw: Buffer): Promise<void>;
  /** Row ids of mails on which the desk set `\Answered`. */
  readonly answered: ReadonlySet<string>;
  /** Copies that the outbox appended to Sent. */
  readonly appended: readonly { readonly messageId: string; readonly raw: Uint8Array }[];
};

type Delivered = { readonly folder: string; readonly uid: number; readonly raw: Buffer; readonly at: number };

export function makeMailbox(clock: MovedClock, order: { readonly newestFirst?: boolean } = {}): FakeMailbox {
  const delivered: Delivered[] = [];
  const appended: { messageId: string; raw: Uint8Array }[] = [];
  const answered = new Set<string>();
  let opened: MailboxSyncOptions | null = null;
  const put = (folder: string, raws: readonly Buffer[]) => {
    for (const raw of raws) {
      // A server takes one mail after the other: the order of arrival shows in INTERNALDATE.
      delivered.push({ folder, uid: delivered.length + 1, raw, at: clock.now() + delivered.length * 1000 });
    }
  };
  return {
    deliver: (...raws) => put('INBOX', raws),
    deliverSent: (...raws) => put('Sent', raws),
    deliverJunk: (...raws) => put('Junk', raws),
    async answerOutside(raw) {
      if (!opened) throw new Error('No desk is open on this mailbox');
      const { store, settings, outside } = opened;
      const uid = delivered.find((mail) => mail.raw === raw)?.uid ?? 0;
      const epoch = { mailboxId: settings.id ?? 'main', folder: 'INBOX', uidValidity: '1' };
      const changed = await markAnswered(store.db, epoch, new Map([[uid, true]]), outside.clock.now());
      for (const id of changed) answered.add(id);
      await opened.onAnswered?.(changed);
    },
    answered,
    appended,
    open: (options) => {
      opened = options;
      const { settings, store, outside } = options;
      const mailboxId = settings.id ?? 'main';
      const roles: Readonly<Record<string, string>> = { INBOX: 'inbox', Sent: 'sent', Junk: 'junk' };
      let known = 0;
      const once = async (): Promise<SyncCounts> => {
        for (const path of Object.keys(roles)) {
          const role = roles[path] ?? 'inbox';
          await saveFolder(store.db, {
            mailbox_id: mailboxId,
            path,
            role,
            uidvalidity: '1',
            last_uid: 0,
            backfill_uid: null,
            highest_modseq: null,
            synced_at: null,
            answered_read_at: null,
          });
        }
        const digests = delivered.map(({ raw }) => digestMessage(raw));
        const before = await findByDigest(store.db, mailboxId, digests);
        const fresh = delivered.filter(({ raw }) => !before.has(digestMessage(raw)));
        known = delivered.length - fresh.length;
        if (order.newestFirst) fresh.reverse();
        const ids: string[] = [];
        for (const { folder, uid, raw, at } of fresh) {
          const split = splitMessage(raw);
          const mail: NewMessage = {
            id: outside.ids.row(),
            mailboxId,
            digest: digestSplit(split),
            sameMail: folder === 'Sent' ? '' : sameMailOf(split),
            messageId: readMessageId(raw),
            direction: folder === 'Sent' ? 'outbound' : 'inbound',
            receivedAt: at,
            raw: await packRaw(raw),
          };
          // In one transaction, as intake does: two mailboxes are read at once.
          const elsewhere = await store.transaction(async (db) => {
            const known = (await findInOtherMailboxes(db, mailboxId, [mail])).get(mail.digest);
            if (known === undefined) await addMessages(db, [mail]);
            const place = { mailbox_id: mailboxId, folder, uidvalidity: '1', uid, message_id: known ?? mail.id };
            await addLocations(db, [{ ...place, expunged_at: null, answered: 0, answered_since: null }]);
            return known;
          });
          if (elsewhere === undefined) ids.push(mail.id);
          else known += 1;
        }
        // One batch each: the order of arrival must not matter.
        for (const id of ids) await options.onStored([id], new Map());
        await options.onCaughtUp?.();
        return { seen: delivered.length, stored: ids.length, known, quarantined: 0, errors: 0 };
      };
      return {
        start: () => undefined,
        once,
        nudge: () => undefined,
        renew: () => undefined,
        stop: async () => undefined,
        state: () => ({ kind: 'listening' }),
        lastHeardAt: () => clock.now(),
        lastComparedAt: () => clock.now(),
        download: {
          save: async () => ({ kind: 'cancelled' }),
          cancel: () => undefined,
          cancelAll: () => undefined,
        },
        sent: {
          append: async (raw, messageId) => {
            appended.push({ messageId, raw });
            return appended.length;
          },
          exists: async () => true,
          has: async (messageId) => appended.some((copy) => copy.messageId === messageId),
          flagAnswered: async (id) => {
            answered.add(id);
            return true;
          },
          isAnswered: async (id) => answered.has(id),
        },
      };
    },
  };
}

/** A mail server in memory, and what it took. */
export type FakeSmtp = SmtpTransport & {
  readonly taken: readonly SmtpMessage[];
  /** Nothing reaches it. */
  away: boolean;
  /** It refuses every recipient for good. */
  refuses: boolean;
  /** The largest message that it says it takes, bytes; null: it does not say. */
  takes: number | null;
};

/** One that takes everything until it is told otherwise. */
export function makeSmtp(): FakeSmtp {
  const taken: SmtpMessage[] = [];
  return {
    taken,
    away: false,
    refuses: false,
    takes: null,
    async send(message) {
      if (this.away)
        return { kind: 'failed_before_data', stage: 'connect', code: 'smtp-connect', text: 'connect ECONNREFUSED' };
      if (this.refuses) return { kind: 'refused', stage: 'envelope', smtpCode: 550, text: '550 No such user' };
      await message.beforeLast();
      taken.push(message);
      return { kind: 'accepted', response: '250 OK' };
    },
    check: async () => undefined,
    maxBytes() {
      return this.takes;
    },
  };
}

export type TestDesk = {
  readonly engine: Engine;
  readonly profileDir: string;
  readonly clock: MovedClock;
  readonly mailbox: FakeMailbox;
  readonly smtp: FakeSmtp;
  /** One sync, with everything that follows from it. */
  sync(): Promise<void>;
  /** All tickets by number. */
  tickets(): Promise<readonly TicketRow[]>;
  /** Imports these CSV lines (with their header) as purchases or catalogue. */
  importCsv(kind: 'sales' | 'products', csv: string): Promise<void>;
  /** Closes the engine and opens the same profile again. */
  reopen(): Promise<TestDesk>;
};

const SERVER = { host: '127.0.0.1', port: 1, secure: true, user: 'support@corsi.example' };

export const PROFILE: Profile = {
  mailbox: {
    imap: SERVER,
    smtp: SERVER,
    address: 'support@corsi.example',
    name: 'Assistenza Corsi',
    authservId: 'mx.support.example',
    language: 'it',
    signature: 'Anna, Assistenza Corsi',
  },
  agent: { name: 'Anna', email: 'anna@corsi.example' },
  store: { kind: 'sqlite', encryption: 'none' },
};

export type MakeDeskOptions = {
  /** Mails go to the servers of the profile, where nobody listens, with the passwords that were given. */
  readonly realSmtp?: boolean;
  readonly profileDir?: string;
  readonly profile?: Profile;
  /** One more desk on this team's store; null: on a file, on whichever engine the suite runs. */
  readonly team?: TeamConnection | null;
  readonly clock?: MovedClock;
  readonly mailbox?: FakeMailbox;
  readonly newestFirst?: boolean;
  readonly parts?: EngineParts;
  /** Passphrase of an encrypted profile. */
  readonly storeKey?: string | null;
  /** Secrets beside the passwords of the mailbox. */
  readonly secrets?: Partial<EngineSecrets>;
  readonly log?: Log;
  /** What the engine draws where it needs chance, as hex digits; else another one each time. */
  readonly secret?: () => string;
};

const teams = new Map<string, TeamConnection>();

/** The team of a profile folder: opened again, it is the same one. */
async function teamOf(profileDir: string): Promise<TeamConnection> {
  const team = teams.get(profileDir) ?? (await makeTeam());
  teams.set(profileDir, team);
  return team;
}

/** The profile with its store on a team's server. */
export function onServer(profile: Profile, team: TeamConnection | null): Profile {
  if (team === null) return profile;
  const { host, port, database } = team.at;
  const url = `postgres://${String(team.config.user)}@${host}:${port}/${database}?schema=${team.schema}&sslmode=disable`;
  return { ...profile, store: { kind: 'postgres', url } };
}

/** An engine on a profile folder of its own, over a real store, with a mailbox and a mail server in memory. */
export async function makeDesk(options: MakeDeskOptions = {}): Promise<TestDesk> {
  const profileDir = options.profileDir ?? makeFolder();
  const clock = options.clock ?? createMovedClock(OPENED_AT);
  const mailbox = options.mailbox ?? makeMailbox(clock, { newestFirst: options.newestFirst ?? false });
  const team = options.team === undefined && onPostgres ? await teamOf(profileDir) : (options.team ?? null);
  const profile = onServer(options.profile ?? PROFILE, team);
  writeFileSync(join(profileDir, 'profile.json'), JSON.stringify(profile));
  const smtp = makeSmtp();
  const outside = { ...testOutside(clock, options.secret), ...(options.log && { log: options.log }) };
  const engine = await createEngine(
    {
      profileDir,
      profile,
      secrets: {
        imapPassword: 'geheim',
        smtpPassword: 'geheim',
        storeKey: options.storeKey ?? null,
        ...(team ? { storePassword: String(team.config.password) } : {}),
        ...options.secrets,
      },
      outside,
      demo: false,
      network: true,
    },
    {
      reader: createMessageParser({ clock, log: silentLog, workerFile: null }),
      openSync: (open) => mailbox.open(open),
      ...(options.realSmtp ? {} : { smtp }),
      ...options.parts,
    },
  );
  let open = true;
  const close = async () => {
    if (!open) return;
    open = false;
    await engine.close();
  };
  onTestFinished(close);
  return {
    engine,
    profileDir,
    clock,
    mailbox,
    smtp,
    sync: async () => {
      await engine.syncOnce();
    },
    tickets: async () => {
      const pages = await Promise.all(
        QUEUES.filter((queue) => queue !== 'mine').map((queue) =>
          engine.call('tickets.page', { queue, offset: 0, limit: 500 }),
        ),
      );
      const rows = pages.flatMap((page) => page.rows);
      return rows.sort((one, other) => Number(one.id.slice(2)) - Number(other.id.slice(2)));
    },
    importCsv: async (kind, csv) => {
      const path = join(profileDir, `${kind}.csv`);
      writeFileSync(path, csv);
      await engine.call('imports.run', { kind, path });
    },
    reopen: async () => {
      await close();
      return makeDesk({ ...options, profileDir, clock, mailbox });
    },
  };
}

/** The clock of the test, ids in order, no log. */
export function testOutside(clock: MovedClock, secret?: () => string): Outside {
  let last = 0;
  const run = Math.random().toString(16).slice(2, 10).padEnd(8, '0');
  return {
    clock,
    log: silentLog,
    resourcesDir: RESOURCES,
    ids: {
      row: () => `${clock.now().toString(36)}-${String((last += 1)).padStart(8, '0')}-${run}`,
      secret: secret ?? (() => `${run}${String((last += 1)).padStart(8, '0')}`.padEnd(32, '0')),
    },
  };
}

export const SALES_HEADER =
  'transaction,status,order_date,approved_date,product_id,product_name,producer_name,buyer_name,buyer_email,recurrence,price,currency';
export const PRODUCTS_HEADER = 'product_id,product_name,delivery,member_area_url,producer_name,producer_email';
/** Giulia's purchase of a Club product. */
export const GIULIA_SALE =
  'HP4410020311,APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,41,Pasta,Nonna,Giulia Ferri,giulia@posta.example,,49.00,EUR';
export const CLUB_PRODUCT = '41,Pasta,club,https://hotmart.com/club/pasta,Nonna,nonna@cucina.example';
