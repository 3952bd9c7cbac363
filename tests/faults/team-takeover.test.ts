import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { TeamStore } from '../../electron/engine/store/store';
import { countEach } from '../support/count-each';
import { startDovecot } from '../support/dovecot';
import { makeMail } from '../support/mail-maker';
import { PROFILE, onServer } from '../support/make-engine';
import { makeFolder } from '../support/make-store';
import { startPostgres } from '../support/postgres';
import { seededRandom } from '../support/seeded-random';
import { startSmtpSink } from '../support/smtp-sink';
import { makeTeamOn, makeTeamStore } from '../support/team-store';
import { FAULTS, FAULT_TIMEOUT_MS } from './fault-run';
import { runAndKill } from './killed-cli';
import { expectMadeMails, messageIdOf } from './made-mails';

const CLI = resolve(import.meta.dirname, '../../out/cli/index.cjs');
const MAILS = 5;
/** The bar: another desk goes on within 30 s. */
const TAKEOVER_MS = 30_000;
/** Each fault costs the length of a lease: `npm test` takes two of them. */
const ROUNDS = Math.max(2, Math.floor(FAULTS.restarts / 2));

/** reliability.md F26 */
test(
  `the desk that reads and sends for the team is killed or stopped, ${String(ROUNDS)} times: another one goes on, each mail once (seed ${String(FAULTS.seed)})`,
  { timeout: FAULT_TIMEOUT_MS },
  async () => {
    const random = seededRandom(FAULTS.seed);
    const room = await makeRoom();
    const desks = new Map(['one', 'two'].map((name) => [name, room.startDesk(name)]));
    let delivered = 0;
    let slowest = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const holder = await room.holder();
      const victim = desks.get(holder);
      if (!victim) throw new Error(`No desk is named ${holder}`);
      await room.deliver(delivered, MAILS);
      delivered += MAILS;
      await room.queueReply(delivered - MAILS);
      // Some of these it is reading at that moment; those after it only the other one can see.
      await room.deliver(delivered, MAILS);
      delivered += MAILS;
      await sleep(random() * 400);
      const isKilled = round % 2 === 0;
      victim.kill(isKilled ? 'SIGKILL' : 'SIGSTOP');
      const at = performance.now();
      await room.deliver(delivered, MAILS);
      delivered += MAILS;
      await room.untilFiled(delivered);
      slowest = Math.max(slowest, performance.now() - at);
      if (isKilled) desks.set(holder, room.startDesk(holder));
      else victim.kill('SIGCONT');
    }
    expect(slowest).toBeLessThan(TAKEOVER_MS);
    await room.untilSent();
    const ids = await room.store.db
      .selectFrom('message')
      .select('message_id')
      .where('direction', '=', 'inbound')
      .execute();
    expectMadeMails(
      ids.map((row) => row.message_id),
      delivered,
    );
    const rows = await room.store.db.selectFrom('outbox').select(['message_id', 'state', 'held_reason']).execute();
    expect(rows).toHaveLength(ROUNDS);
    const sent = countEach(room.sent());
    // Some customers wrote again before their reply went: an agent decides, and it did not go.
    const held = rows.filter(({ state }) => state === 'held');
    expect(held.filter((row) => row.held_reason !== 'new-message' || sent.has(row.message_id))).toEqual([]);
    expect([...sent].filter(([, times]) => times > 1)).toEqual([]);
    const went = rows.filter(({ state }) => state !== 'outcome_unknown' && state !== 'held');
    expect(went.filter((row) => !sent.has(row.message_id))).toEqual([]);
    process.stdout.write(`${String(ROUNDS)} take-overs, the slowest in ${String(Math.round(slowest))} ms\n`);
  },
);

type Room = {
  readonly store: TeamStore;
  startDesk(name: string): ChildProcess;
  holder(): Promise<string>;
  deliver(from: number, count: number): Promise<void>;
  /** Waits for the ticket of this mail and answers it from a desk without network. */
  queueReply(mail: number): Promise<void>;
  untilFiled(count: number): Promise<void>;
  untilSent(): Promise<void>;
  /** Message-IDs that the mail server took. */
  sent(): readonly string[];
};

async function makeRoom(): Promise<Room> {
  const [postgres, dovecot, sink] = await Promise.all([
    startPostgres({ durable: true }),
    startDovecot(),
    startSmtpSink({ answerAfterMs: 60 }),
  ]);
  onTestFinished(async () => void (await Promise.all([postgres.remove(), dovecot.remove(), sink.close()])));
  const team = await makeTeamOn(postgres.url());
  const store = await makeTeamStore({ team });
  const secrets = {
    SPORTELLO_IMAP_PASSWORD: dovecot.password,
    SPORTELLO_SMTP_PASSWORD: sink.password,
    SPORTELLO_STORE_PASSWORD: String(team.config.password),
  };
  const imap = { host: dovecot.host, port: dovecot.port, secure: true, user: dovecot.user, ca: dovecot.caFile };
  const profileOf = (name: string): string => {
    const dir = makeFolder();
    writeFileSync(join(dir, 'smtp.pem'), sink.certificate.cert);
    const mailbox = { ...PROFILE.mailbox, imap, smtp: { ...sink.server, ca: 'smtp.pem' }, address: dovecot.user };
    const profile = onServer({ ...PROFILE, mailbox, agent: { name, email: `${name}@corsi.example` } } as never, team);
    writeFileSync(join(dir, 'profile.json'), JSON.stringify(profile));
    return dir;
  };
  const folders = new Map<string, string>();
  const folderOf = (name: string): string => {
    const folder = folders.get(name) ?? profileOf(name);
    folders.set(name, folder);
    return folder;
  };
  const until = async (isSo: () => Promise<boolean>, instead?: () => Promise<unknown>): Promise<void> => {
    const end = performance.now() + 4 * TAKEOVER_MS;
    while (!(await isSo())) {
      if (performance.now() > end) throw new Error(`It did not come to that: ${JSON.stringify(await instead?.())}`);
      await sleep(100);
    }
  };
  return {
    store,
    startDesk(name) {
      const child = spawn(process.execPath, [CLI, 'sync', '--profile', folderOf(name)], {
        stdio: 'ignore',
        env: { PATH: process.env['PATH'], ...secrets },
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      return child;
    },
    async holder() {
      await until(async () => (await holders(store)).length > 0);
      return (await holders(store))[0] ?? '';
    },
    deliver: (from, count) => dovecot.deliver(Array.from({ length: count }, (_, index) => makeMail(from + index))),
    async queueReply(mail) {
      // Several mails are of one person, and of one ticket.
      const ticketOf = async (): Promise<string | null> => {
        const rows = store.db.selectFrom('message').select('ticket_id').where('message_id', '=', messageIdOf(mail));
        return (await rows.executeTakeFirst())?.ticket_id ?? null;
      };
      await until(async () => (await ticketOf()) !== null);
      const text = join(folderOf('agent'), 'reply.txt');
      writeFileSync(text, 'Buongiorno, ecco come entrare.');
      const args = ['reply', '--profile', folderOf('agent'), (await ticketOf()) ?? '', '--text-file', text];
      const end = await runAndKill(args, secrets, null);
      if (end.code !== 0) throw new Error(end.err);
    },
    untilFiled: (count) =>
      until(async () => {
        const rows = await store.db
          .selectFrom('message')
          .select('id')
          .where('direction', '=', 'inbound')
          .where('ticket_id', 'is not', null)
          .execute();
        return rows.length === count;
      }),
    untilSent: async () => {
      const going = () =>
        store.db
          .selectFrom('outbox')
          .select(['id', 'state', 'attempts', 'error_code', 'error_text', 'next_attempt_at'])
          .where('state', 'not in', ['filed', 'outcome_unknown', 'held'])
          .execute();
      await until(async () => (await going()).length === 0, going);
    },
    sent: () => sink.accepted.map(({ raw }) => /^Message-ID: <([^>]+)>/im.exec(raw.toString('latin1'))?.[1] ?? 'none'),
  };
}

/** Who holds the mailbox now, by the server's clock. */
async function holders(store: TeamStore): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom('lease')
    .select('holder_name')
    .where('name', '=', 'mailbox')
    .where('until_at', '>', store.serverTime())
    .execute();
  return rows.map((row) => row.holder_name);
}
