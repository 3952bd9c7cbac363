import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildChild, startBuilt } from '../support/child';
import { countEach } from '../support/count-each';
import { startDovecot } from '../support/dovecot';
import type { Dovecot } from '../support/dovecot';
import { makeFolder } from '../support/make-store';
import { aRawMail } from '../support/make-mailbox';
import { seededRandom } from '../support/seeded-random';
import { startSmtpSink } from '../support/smtp-sink';
import type { SmtpSink } from '../support/smtp-sink';
import type { DeskWork } from './children/work-at-desk';
import { FAULTS, FAULT_TIMEOUT_MS } from './fault-run';
import { leftStore } from './left-store';
import { killMoments, runAndKill } from './killed-cli';

/** Replies that are accepted before each round of kills. */
const REPLIES = 6;
/** States that nothing moves on from by itself. */
const SETTLED = ['filed', 'outcome_unknown'];

test(
  `a flush killed at ${FAULTS.kills} moments: no reply sent twice, none forgotten (seed ${FAULTS.seed})`,
  { timeout: FAULT_TIMEOUT_MS },
  async () => {
    const random = seededRandom(FAULTS.seed);
    const desk = await makeSendingDesk();
    const moments = killMoments(random, 1200);
    const accepted: string[] = [];
    let kills = 0;
    let unknown = 0;
    while (kills < FAULTS.kills) {
      const queued = await desk.acceptReplies(REPLIES);
      accepted.push(...queued);
      // Providers differ: one in two keeps a copy of what it takes in Sent by itself.
      const savesSent = random() < 0.5;
      for (;;) {
        const end = await desk.flush(moments.next());
        moments.learn(end);
        if (end.killed) kills += 1;
        expectNoneTwice(desk.sink);
        if (savesSent) await desk.copyToSent();
        const round = (await desk.outbox()).filter(({ messageId }) => queued.includes(messageId));
        expect(countEach(round.map(({ messageId }) => messageId))).toEqual(countEach(queued));
        if (round.every(({ state }) => SETTLED.includes(state))) break;
      }
      unknown += await settleUnknown(desk);
    }
    const settled = await desk.outbox();
    expect(countEach(settled.map(({ messageId }) => messageId))).toEqual(countEach(accepted));
    expect(settled.filter(({ state }) => state !== 'filed')).toEqual([]);
    expect(desk.sentCounts()).toEqual(countEach(accepted));
    const copies = await desk.dovecot.list('Sent');
    expect(countEach(copies.map((mail) => mail.messageId.replace(/[<>]/g, '')))).toEqual(countEach(accepted));
    process.stdout.write(`${accepted.length} replies, ${kills} kills, ${unknown} left to a person\n`);
  },
);

/**
 * What a person does with a reply whose outcome nobody knows: he looks whether it arrived, then says so or sends it again.
 * Answers how many there were.
 */
async function settleUnknown(desk: SendingDesk): Promise<number> {
  const unknown = (await desk.outbox()).filter(({ state }) => state === 'outcome_unknown');
  if (unknown.length === 0) return 0;
  await desk.resolve(
    unknown.map(({ id, messageId }) => ({ id, action: desk.sentCounts().has(messageId) ? 'sent' : 'retry' })),
  );
  return unknown.length;
}

function expectNoneTwice(sink: SmtpSink): void {
  expect([...countsOf(sink)].filter(([, count]) => count > 1)).toEqual([]);
}

function countsOf(sink: SmtpSink): ReadonlyMap<string, number> {
  return countEach(sink.accepted.map(({ raw }) => messageIdOf(raw)));
}

function messageIdOf(raw: Buffer): string {
  return /^Message-ID: <([^>]+)>/im.exec(raw.toString('latin1'))?.[1] ?? 'none';
}

type OutboxRow = { readonly id: string; readonly messageId: string; readonly state: string };

type SendingDesk = {
  readonly dovecot: Dovecot;
  readonly sink: SmtpSink;
  /** Delivers as many mails, syncs them and accepts a reply to each; answers the Message-IDs of the replies. */
  acceptReplies(count: number): Promise<readonly string[]>;
  /** An agent decides about replies, and what is due goes out. */
  resolve(decisions: DeskWork['resolve']): Promise<void>;
  /** `outbox --flush` in a process of its own, killed after this time. */
  flush(afterMs: number): ReturnType<typeof runAndKill>;
  /** Every reply that was ever accepted, as it lies in the store. */
  outbox(): Promise<readonly OutboxRow[]>;
  /** How often the mail server has taken each Message-ID. */
  sentCounts(): ReadonlyMap<string, number>;
  /** Puts what the mail server took since the last call into Sent, as providers do by themselves. */
  copyToSent(): Promise<void>;
};

/** A profile of a real IMAP and a real SMTP server on loopback. */
async function makeSendingDesk(): Promise<SendingDesk> {
  const dovecot = await startDovecot();
  onTestFinished(() => dovecot.remove());
  // A server that thinks for a while: only then does a kill fall between the dot and its answer often enough.
  const sink = await startSmtpSink({ answerAfterMs: 60 });
  onTestFinished(() => sink.close());
  const profileDir = makeFolder();
  writeFileSync(join(profileDir, 'smtp.pem'), sink.certificate.cert);
  const imap = { host: dovecot.host, port: dovecot.port, secure: true, user: dovecot.user, ca: dovecot.caFile };
  const smtp = { ...sink.server, ca: 'smtp.pem' };
  const profile = {
    mailbox: { imap, smtp, address: dovecot.user, name: 'Assistenza', language: 'it' },
    store: { kind: 'sqlite', encryption: 'none' },
  };
  writeFileSync(join(profileDir, 'profile.json'), JSON.stringify(profile));
  const store = leftStore(profileDir);
  const worker = await buildChild('tests/faults/children/work-at-desk.ts');
  const order = join(profileDir, 'order.json');
  let delivered = 0;
  let copied = 0;

  async function atDesk(work: Pick<DeskWork, 'answerAll' | 'resolve'>): Promise<void> {
    const { password: imapPassword } = dovecot;
    const { password: smtpPassword } = sink;
    const resourcesDir = join(import.meta.dirname, '../../resources');
    writeFileSync(order, JSON.stringify({ profileDir, resourcesDir, imapPassword, smtpPassword, ...work }));
    expect(await startBuilt(worker, [order]).ended).toMatchObject({ code: 0 });
  }

  const outbox = () =>
    store.look(({ db }) => db.selectFrom('outbox').select(['id', 'message_id as messageId', 'state']).execute());

  return {
    dovecot,
    sink,
    async acceptReplies(count) {
      const senders = Array.from({ length: count }, (_, index) => `Cliente <c.${delivered + index}@posta.example>`);
      delivered += count;
      await dovecot.deliver(senders.map((from) => aRawMail({ from })));
      await atDesk({ answerAll: true, resolve: [] });
      const queued = (await outbox()).filter(({ state }) => state === 'queued');
      expect(queued).toHaveLength(count);
      return queued.map(({ messageId }) => messageId);
    },
    resolve: (resolve) => atDesk({ answerAll: false, resolve }),
    flush: (afterMs) =>
      runAndKill(
        ['outbox', '--profile', profileDir, '--flush', '--json'],
        { SPORTELLO_IMAP_PASSWORD: dovecot.password, SPORTELLO_SMTP_PASSWORD: sink.password },
        afterMs,
      ),
    outbox,
    sentCounts: () => countsOf(sink),
    async copyToSent() {
      const there = new Set((await dovecot.list('Sent')).map((mail) => mail.messageId));
      const fresh = sink.accepted.slice(copied);
      copied = sink.accepted.length;
      for (const { raw } of fresh) {
        if (!there.has(`<${messageIdOf(raw)}>`)) await dovecot.deliver(raw, 'Sent');
      }
    },
  };
}
