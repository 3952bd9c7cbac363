import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineEvents } from '../../shared/contract/engine-api';
import { BOUNCE_FORMS } from '../support/bounces';
import { CLUB_PRODUCT, GIULIA_SALE, makeDesk, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const GIULIA = 'giulia@posta.example';
const PRODUCER = 'nonna@cucina.example';

let desk: TestDesk;
beforeEach(async () => {
  desk = await makeDesk();
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
});

/** Giulia's question, answered; the Message-ID of the answer. */
async function answered(): Promise<string> {
  desk.mailbox.deliver(writeMail({ id: 'question@posta.example' }));
  await desk.sync();
  await desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: null, delaySeconds: 0 });
  await desk.engine.flushOutbox();
  const [item] = await desk.engine.call('outbox.list', {});
  expect(item).toMatchObject({ state: 'filed', to: GIULIA, delivery: null });
  expect(await ticket()).toMatchObject({ state: 'waiting.customer', queue: 'waiting.customer' });
  return item?.messageId ?? '';
}

async function ticket(id = 'T-1') {
  return (await desk.tickets()).find((row) => row.id === id);
}

async function deliver(...raws: readonly Buffer[]): Promise<void> {
  desk.mailbox.deliver(...raws);
  await desk.sync();
}

function formNamed(name: string) {
  const form = BOUNCE_FORMS.find((one) => one.name === name);
  if (!form) throw new Error(name);
  return form;
}

const FAILED = formNamed('Postfix');
const DELAYED = formNamed('Postfix, late');

describe('a bounce of our reply', () => {
  it.each(BOUNCE_FORMS.filter(({ outcome }) => outcome === 'failed'))(
    '$name: the ticket is ours again, under Problems, with the server’s words',
    async (form) => {
      const messageId = await answered();
      await deliver(form.make({ messageId, to: GIULIA }));
      expect(await desk.tickets()).toMatchObject([
        { id: 'T-1', state: 'open', queue: 'problems', debtor: 'us', unread: true, messages: 2 },
      ]);
      const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
      expect(view.outbox).toMatchObject([
        { state: 'filed', delivery: { outcome: 'failed', code: form.code, settled: false } },
      ]);
      expect(view.outbox[0]?.delivery?.text).toContain(form.words);
      expect(view.messages.at(-1)).toMatchObject({ auto: true, report: 'failed' });
      expect(view.history.at(-1)).toMatchObject({ kind: 'returned', detail: { outcome: 'failed', to: GIULIA } });
    },
  );

  it('is told once to whoever is at the desk, and once only where the server says it twice', async () => {
    const messageId = await answered();
    const told: EngineEvents['reply.returned'][] = [];
    desk.engine.on('reply.returned', (notice) => told.push(notice));
    await deliver(FAILED.make({ messageId, to: GIULIA }), formNamed('qmail').make({ messageId, to: GIULIA }));
    expect(told).toEqual([{ ticket: 'T-1', kind: 'reply', name: 'Giulia Ferri', address: GIULIA, code: '5.1.1' }]);
    const { history } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(history.filter(({ kind }) => kind === 'returned')).toHaveLength(1);
  });

  it('leaves decision, preview and suggestions to what the person wrote, and goes at no one key', async () => {
    const before = await desk.engine.call('tickets.open', { ticket: 'T-1' }).catch(() => null);
    expect(before).toBeNull();
    const messageId = await answered();
    await deliver(FAILED.make({ messageId, to: GIULIA }));
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.row).toMatchObject({ decision: 'club.first-access' });
    expect(view.row.preview).toContain('Buongiorno, ho pagato');
    // It never arrived: the first text is the one to send again, after a look at the address.
    expect(view.case?.suggestions[0]).toMatchObject({ macro: 'club.first-access', gate: { colour: 'amber' } });
    expect(view.case?.suggestions[0]?.gate).toMatchObject({ reasons: expect.arrayContaining(['address.failed']) });
  });

  it('is settled by the next reply, and a problem again when that is undone', async () => {
    const messageId = await answered();
    await deliver(FAILED.make({ messageId, to: GIULIA }));
    const queue = () =>
      desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: 'Riprovo a scriverti.', delaySeconds: 60 });
    const { block } = await queue();
    expect(await ticket()).toMatchObject({ state: 'waiting.customer', queue: 'waiting.customer' });
    await desk.engine.call('replies.undo', { block });
    expect(await ticket()).toMatchObject({ state: 'open', queue: 'problems' });
  });

  it('is settled by an agent who has seen it, or who puts the ticket away', async () => {
    const messageId = await answered();
    await deliver(FAILED.make({ messageId, to: GIULIA }));
    expect((await desk.engine.call('desk.status', {})).outbox.problems).toBe(1);
    const [item] = await desk.engine.call('outbox.list', {});
    await desk.engine.call('outbox.resolve', { id: item?.id ?? '', action: 'seen' });
    expect(await ticket()).toMatchObject({ state: 'open', queue: 'inbox' });
    expect((await desk.engine.call('desk.status', {})).outbox.problems).toBe(0);
  });

  it('and closing it settles it too', async () => {
    const messageId = await answered();
    await deliver(FAILED.make({ messageId, to: GIULIA }));
    const { revision } = (await ticket())!;
    await desk.engine.call('tickets.setState', { ticket: 'T-1', revision, to: 'done', snoozeUntil: null });
    expect(await ticket()).toMatchObject({ state: 'done', queue: 'done' });
    const [item] = await desk.engine.call('outbox.list', {});
    expect(item?.delivery).toMatchObject({ outcome: 'failed', settled: true });
  });

  it('opens a ticket that was closed or snoozed meanwhile', async () => {
    const messageId = await answered();
    const { revision } = (await ticket())!;
    await desk.engine.call('tickets.setState', { ticket: 'T-1', revision, to: 'done', snoozeUntil: null });
    await deliver(FAILED.make({ messageId, to: GIULIA }));
    expect(await ticket()).toMatchObject({ state: 'open', queue: 'problems' });
  });

  it('that only says "late" is a note: state, queue and unread stay', async () => {
    const messageId = await answered();
    await deliver(DELAYED.make({ messageId, to: GIULIA }));
    expect(await desk.tickets()).toMatchObject([{ state: 'waiting.customer', unread: false, messages: 2 }]);
    const [item] = await desk.engine.call('outbox.list', {});
    expect(item).toMatchObject({ state: 'filed', delivery: { outcome: 'delayed', code: '4.4.1' } });
    await deliver(FAILED.make({ messageId, to: GIULIA }));
    expect(await ticket()).toMatchObject({ state: 'open', queue: 'problems' });
  });

  it.each([
    'Postfix, success on request',
    'Postfix, relayed to a server without reports',
    'a list server that expanded it',
  ])('%s: a note', async (name) => {
    const form = formNamed(name);
    const messageId = await answered();
    await deliver(form.make({ messageId, to: GIULIA }));
    expect(await desk.tickets()).toMatchObject([{ state: 'waiting.customer', unread: false }]);
    expect((await desk.engine.call('outbox.list', {}))[0]?.delivery).toMatchObject({ outcome: form.outcome });
  });

  it('of a mailbox that forwards names the address behind it', async () => {
    const messageId = await answered();
    const raw = FAILED.make({ messageId, to: GIULIA }).toString();
    const behind = raw.replaceAll(
      /^(Final-Recipient: rfc822; |Original-Recipient: rfc822;).*$/gm,
      '$1giulia.privata@altro.example\r',
    );
    await deliver(Buffer.from(behind));
    expect(await ticket()).toMatchObject({ state: 'open', queue: 'problems' });
    expect((await desk.engine.call('outbox.list', {}))[0]?.delivery?.text).toContain('giulia.privata@altro.example');
  });

  it('is known by our mark in its boundary where a server rewrote the Message-ID', async () => {
    await answered();
    const boundary = /boundary="([^"]+)"/.exec(Buffer.from(desk.smtp.taken[0]!.raw).toString())?.[1] ?? '';
    const raw = FAILED.make({ messageId: 'rewritten@outlook.example', to: GIULIA }).toString();
    const back = raw.replace(
      /^MIME-Version: 1.0\r\nContent-Type: text\/plain.*\r\n\r\nCiao/m,
      `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\nCiao`,
    );
    expect(back).toContain('_NmP-');
    await deliver(Buffer.from(back));
    expect(await desk.tickets()).toMatchObject([{ id: 'T-1', state: 'open', queue: 'problems' }]);
  });

  it('says nothing of the decision that it came from', async () => {
    const messageId = await answered();
    await deliver(FAILED.make({ messageId, to: GIULIA }));
    desk.clock.advance(8 * 24 * 3_600_000);
    const { standings } = await desk.engine.call('earned.list', {});
    expect(standings.find(({ decision }) => decision === 'club.first-access')?.own).toEqual({ right: 0, all: 0 });
  });
});

describe('a bounce that is not of our reply', () => {
  it.each([
    ['names another recipient', (messageId: string) => FAILED.make({ messageId, to: 'altro@posta.example' })],
    [
      'names a mail that we never sent',
      () => FAILED.make({ messageId: `${'f'.repeat(32)}@corsi.example`, to: GIULIA }),
    ],
    [
      'names no mail at all',
      () =>
        Buffer.from(
          FAILED.make({ messageId: 'x@y.example', to: GIULIA })
            .toString()
            .replace(/^Message-ID:.*$/m, ''),
        ),
    ],
  ])('%s: filed as any machine’s mail, the ticket stays as it was', async (_name, make) => {
    const messageId = await answered();
    const before = await ticket();
    await deliver(make(messageId));
    expect(await ticket()).toEqual(before);
    expect((await desk.engine.call('outbox.list', {}))[0]?.delivery).toBeNull();
    expect(await ticket('T-2')).toMatchObject({ state: 'ignored', queue: 'filed' });
  });

  it('but forged by a person’s hand, with no mark of a machine, changes nothing either', async () => {
    const messageId = await answered();
    const text = `<${GIULIA}>: 550 5.1.1 User unknown\n\nMessage-ID: <${messageId}>\nTo: <${GIULIA}>`;
    await deliver(writeMail({ from: 'Mallory <mallory@evil.example>', subject: 'Undelivered Mail', text }));
    expect((await desk.engine.call('outbox.list', {}))[0]?.delivery).toBeNull();
    expect(await ticket()).toMatchObject({ state: 'waiting.customer' });
  });
});

it('a bounce of the escalation is ours, and the reply beside it is not touched', async () => {
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT.replace(',club,', ',producer,')}\n`);
  desk.mailbox.deliver(writeMail());
  await desk.sync();
  await desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: null, delaySeconds: 0 });
  await desk.engine.flushOutbox();
  expect(await ticket()).toMatchObject({ state: 'waiting.producer' });
  const sent = await desk.engine.call('outbox.list', {});
  const escalation = sent.find(({ kind }) => kind === 'escalation');
  await deliver(FAILED.make({ messageId: escalation?.messageId ?? '', to: PRODUCER }));
  expect(await ticket()).toMatchObject({ state: 'open', queue: 'problems' });
  const items = await desk.engine.call('outbox.list', {});
  expect(Object.fromEntries(items.map(({ kind, delivery }) => [kind, delivery?.outcome ?? null]))).toEqual({
    escalation: 'failed',
    reply: null,
  });
  const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
  expect(view.case?.suggestions[0]?.escalation?.kind).toBe('ready');
});

describe('a reply that waits in the outbox', () => {
  const queued = () =>
    desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: 'Ancora una cosa.', delaySeconds: 60 });

  it('is held back by a bounce of the same address', async () => {
    const messageId = await answered();
    await queued();
    await deliver(FAILED.make({ messageId, to: GIULIA }));
    desk.clock.advance(61_000);
    await desk.engine.flushOutbox();
    const [item] = await desk.engine.call('outbox.list', {});
    expect(item).toMatchObject({ state: 'held', heldReason: 'bounced' });
  });

  it('is not held back by a report that it is late', async () => {
    const messageId = await answered();
    await queued();
    await deliver(DELAYED.make({ messageId, to: GIULIA }));
    desk.clock.advance(61_000);
    await desk.engine.flushOutbox();
    expect((await desk.engine.call('outbox.list', {}))[0]).toMatchObject({ state: 'filed' });
  });
});
