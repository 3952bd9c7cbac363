import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '../../electron/engine/engine';
import { insertRows } from '../../electron/engine/store/insert-rows';
import { openStore } from '../../electron/engine/store/open-store';
import { writeSetting } from '../../electron/engine/store/settings-table';
import type { Store } from '../../electron/engine/store/store';
import type { Profile } from '../../shared/contract/profile';
import { makeYear, putYear } from '../../tests/support/made-year';
import { PRODUCTS } from '../../tests/support/mail-maker';
import type { Dovecot } from '../../tests/support/dovecot';
import type { SmtpSink } from '../../tests/support/smtp-sink';
import { benchOutside, STORE_FILE } from '../passes/our-sync';
import { readMails, rowsOfTicket } from '../passes/made-rows';

/** Rows of one transaction. */
const BATCH = 2_000;
/** From one ticket to the next, ms: the newest came some minutes ago. */
const APART_MS = 60_000;

/**
 * A profile whose inbox holds this many open tickets, two in three of them with a purchase: written as rows, since what is
 * measured is the window. Its mailbox is an empty one of this Dovecot.
 */
export async function fillProfile(profileDir: string, servers: Servers, tickets: number): Promise<void> {
  await makeProfile(profileDir, servers, PRODUCTS);
  await inStore(profileDir, (store, now) => fillInbox(store, tickets, now));
}

/** A profile with a year of the desk behind it, as the figures of the team lead count it (`makeYear`), up to now. */
export async function fillYear(profileDir: string, servers: Servers, tickets: number): Promise<void> {
  await makeProfile(profileDir, servers, null);
  await inStore(profileDir, async (store, now) => {
    const made = await readMails();
    const year = makeYear({ tickets, seed: 1, to: now });
    await putYear(store, {
      ...year,
      // A case that can be shown: the desk opens the first of them, and those beside it.
      tickets: year.tickets.map((ticket) => (ticket.queue === 'inbox' ? { ...ticket, case_json: null } : ticket)),
      messages: year.messages.map((message, index) => {
        const { subject, new_text, parsed } = made[index % made.length] ?? message;
        return { ...message, subject, new_text, parsed };
      }),
    });
    await store.transaction((db) => writeSetting(db, 'ticket.next-number', String(tickets + 1)));
  });
}

/** The mail servers of a profile. */
export type Servers = { readonly dovecot: Dovecot; readonly smtp: SmtpSink };

async function makeProfile(profileDir: string, servers: Servers, products: string | null): Promise<void> {
  const outside = benchOutside();
  await mkdir(profileDir, { recursive: true });
  const profile = await writeProfile(profileDir, servers);
  const secrets = { imapPassword: null, smtpPassword: null, storeKey: null };
  const engine = await createEngine({ profileDir, profile, secrets, outside, demo: false, network: false });
  if (products !== null) {
    const path = join(profileDir, 'products.csv');
    await writeFile(path, products);
    await engine.call('imports.run', { kind: 'products', path });
  }
  await engine.close();
}

async function inStore(profileDir: string, work: (store: Store, now: number) => Promise<void>): Promise<void> {
  const { clock, log } = benchOutside();
  const store = await openStore({ path: join(profileDir, STORE_FILE), key: null, clock, log });
  try {
    await work(store, clock.now());
  } finally {
    await store.close();
  }
}

async function fillInbox(store: Store, tickets: number, now: number): Promise<void> {
  const made = await readMails();
  for (let from = 0; from < tickets; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, tickets - from) }, (_, index) => from + index);
    const rows = numbers.map((index) =>
      rowsOfTicket(made, index, { at: now - (tickets - index) * APART_MS, isOpen: true, isBought: index % 3 !== 2 }),
    );
    await store.transaction(async (db) => {
      await insertRows(
        db,
        'ticket',
        rows.map(({ ticket }) => ticket),
      );
      await insertRows(
        db,
        'message',
        rows.map(({ message }) => message),
      );
      await insertRows(
        db,
        'ticket_event',
        rows.map(({ event }) => event),
      );
      await insertRows(
        db,
        'purchase',
        rows.flatMap(({ purchase }) => (purchase ? [purchase] : [])),
      );
      await store.search.indexAll(
        db,
        rows.map(({ ticket, text }) => ({ ticket: ticket.id, text })),
      );
    }, 'repeatable');
  }
  await store.transaction((db) => writeSetting(db, 'ticket.next-number', String(tickets + 1)));
}

async function writeProfile(profileDir: string, { dovecot, smtp }: Servers): Promise<Profile> {
  await copyFile(dovecot.caFile, join(profileDir, 'imap.pem'));
  await writeFile(join(profileDir, 'smtp.pem'), smtp.certificate.cert);
  const { host, port, user } = dovecot;
  const profile: Profile = {
    mailbox: {
      imap: { host, port, secure: true, user, ca: 'imap.pem' },
      smtp: { ...smtp.server, ca: 'smtp.pem' },
      address: user,
      name: 'Assistenza Corsi',
      language: 'it',
    },
    agent: { name: 'Anna', email: 'anna@corsi.example' },
    // Every reply of the bench is taken back; none goes out meanwhile.
    team: { undoSeconds: 60 },
    store: { kind: 'sqlite', encryption: 'none' },
  };
  await writeFile(join(profileDir, 'profile.json'), JSON.stringify(profile));
  return profile;
}
