import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../electron/engine/profile';
import type { EngineEvents } from '../../shared/contract/engine-api';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, PROFILE, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { MakeDeskOptions, TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const HOUR = 3_600_000;

/** Giulia's ticket with her Club purchase, and its row. */
async function deskWithTicket(options: MakeDeskOptions = {}): Promise<TestDesk> {
  const desk = await makeDesk(options);
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  desk.mailbox.deliver(writeMail());
  await desk.sync();
  return desk;
}

const revisionOf = async (desk: TestDesk) => (await desk.tickets())[0]?.revision ?? -1;
const accept = async (desk: TestDesk, change: { revision?: number; confirmed?: boolean } = {}) =>
  desk.engine.call('replies.accept', {
    ticket: 'T-1',
    revision: change.revision ?? (await revisionOf(desk)),
    index: 0,
    confirmed: change.confirmed ?? true,
    escalate: false,
  });

describe('two agents on one ticket', () => {
  it('the second write of the same revision is refused, and nothing of it is kept', async () => {
    const desk = await deskWithTicket();
    const revision = await revisionOf(desk);
    await desk.engine.call('tickets.assign', { tickets: [{ ticket: 'T-1', revision }], to: 'anna@corsi.example' });
    await expect(
      desk.engine.call('tickets.setState', { ticket: 'T-1', revision, to: 'done', snoozeUntil: null }),
    ).rejects.toMatchObject({ code: 'stale-revision', retryable: true });
    await expect(accept(desk, { revision })).rejects.toMatchObject({ code: 'stale-revision' });
    expect(await desk.tickets()).toMatchObject([{ state: 'open', assignee: 'anna@corsi.example' }]);
    expect(await desk.engine.call('outbox.list', {})).toEqual([]);
  });

  it('reading, noting and drafting leave the revision alone: they must not hold a reply back', async () => {
    const desk = await deskWithTicket();
    const revision = await revisionOf(desk);
    await desk.engine.call('tickets.markRead', { ticket: 'T-1', read: true });
    await desk.engine.call('tickets.note', { ticket: 'T-1', text: 'Called her' });
    await desk.engine.call('drafts.save', { ticket: 'T-1', text: 'Cara Giulia' });
    expect(await desk.tickets()).toMatchObject([{ revision, unread: false, hasDraft: true }]);
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.notes).toMatchObject([{ by: 'Anna', text: 'Called her' }]);
  });
});

it('a draft survives a restart, and an emptied one is gone', async () => {
  const desk = await deskWithTicket();
  await desk.engine.call('drafts.save', { ticket: 'T-1', text: 'Cara Giulia,\nl’email è…' });
  const again = await desk.reopen();
  expect((await again.engine.call('tickets.open', { ticket: 'T-1' })).draft).toBe('Cara Giulia,\nl’email è…');
  await again.engine.call('drafts.save', { ticket: 'T-1', text: '' });
  expect(await again.tickets()).toMatchObject([{ hasDraft: false }]);
});

describe('a snoozed ticket', () => {
  const snooze = async (desk: TestDesk, until: number) =>
    desk.engine.call('tickets.setState', {
      ticket: 'T-1',
      revision: await revisionOf(desk),
      to: 'snoozed',
      snoozeUntil: until,
    });
  const opened = (desk: TestDesk) =>
    new Promise<void>((resolve) => {
      desk.engine.on('tickets.changed', () => resolve());
    });

  it('comes back when its time is over', async () => {
    const desk = await deskWithTicket();
    desk.engine.start();
    await snooze(desk, desk.clock.now() + HOUR);
    expect(await desk.tickets()).toMatchObject([{ state: 'snoozed', queue: 'snoozed' }]);
    // The timer is set once the engine has looked at the store.
    await desk.engine.call('queues.counts', {});
    desk.clock.advance(HOUR - 1);
    expect(await desk.tickets()).toMatchObject([{ state: 'snoozed' }]);
    const back = opened(desk);
    desk.clock.advance(1);
    await desk.engine.call('queues.counts', {});
    await desk.engine.call('queues.counts', {});
    desk.clock.advance(1000);
    await back;
    expect(await desk.tickets()).toMatchObject([{ state: 'open', queue: 'inbox', snoozedUntil: null, unread: true }]);
  });

  it('comes back at the next start where its time passed meanwhile', async () => {
    const desk = await deskWithTicket();
    await snooze(desk, desk.clock.now() + HOUR);
    const again = await desk.reopen();
    again.clock.advance(2 * HOUR);
    again.engine.start();
    await expect.poll(async () => (await again.tickets())[0]?.state).toBe('open');
  });
});

describe('queues and pages', () => {
  it('count what is owed, and show one page at a time', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(
      ...Array.from({ length: 7 }, (_, index) =>
        writeMail({ from: `buyer${index}@posta.example`, date: `Mon, 12 Jan 2026 09:0${index}:00 +0000` }),
      ),
    );
    await desk.sync();
    const counts = await desk.engine.call('queues.counts', {});
    expect(counts.find((one) => one.queue === 'inbox')).toEqual({
      queue: 'inbox',
      count: 7,
      oldestAt: Date.UTC(2026, 0, 12, 9),
    });
    const first = await desk.engine.call('tickets.page', { queue: 'inbox', offset: 0, limit: 3 });
    const rest = await desk.engine.call('tickets.page', { queue: 'inbox', offset: 3, limit: 50 });
    expect(first.total).toBe(7);
    expect([...first.rows, ...rest.rows].map((row) => row.requesterAddress[5])).toEqual([
      '6',
      '5',
      '4',
      '3',
      '2',
      '1',
      '0',
    ]);
  });

  it('show a claimed ticket under Mine while the next step is ours', async () => {
    const desk = await deskWithTicket();
    await desk.engine.call('tickets.assign', {
      tickets: [{ ticket: 'T-1', revision: await revisionOf(desk) }],
      to: 'anna@corsi.example',
    });
    const mine = () => desk.engine.call('tickets.page', { queue: 'mine', offset: 0, limit: 10 });
    expect((await mine()).total).toBe(1);
    await desk.engine.call('tickets.setState', {
      ticket: 'T-1',
      revision: await revisionOf(desk),
      to: 'done',
      snoozeUntil: null,
    });
    expect((await mine()).total).toBe(0);
  });
});

describe('a reply', () => {
  it('is accepted as it was shown, undone, and sent in the end', async () => {
    const desk = await deskWithTicket();
    const [suggestion] = (await desk.engine.call('tickets.open', { ticket: 'T-1' })).case?.suggestions ?? [];
    const first = await accept(desk);
    expect(first.items).toMatchObject([
      { ticket: 'T-1', kind: 'reply', state: 'queued', to: 'giulia@posta.example', decision: 'club.first-access' },
    ]);
    expect(first.items[0]?.text).toContain(suggestion?.text.slice(0, 200));
    expect(await desk.tickets()).toMatchObject([{ state: 'waiting.customer', queue: 'waiting.customer' }]);
    expect(await desk.engine.call('replies.undo', { block: first.block })).toEqual({ tickets: ['T-1'] });
    expect(await desk.tickets()).toMatchObject([{ state: 'open', queue: 'inbox' }]);
    await accept(desk);
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    expect(desk.smtp.taken.map((message) => message.to)).toEqual(['giulia@posta.example']);
    expect(desk.mailbox.appended).toHaveLength(1);
  });

  it('through Gmail waits for the copy that Gmail puts into Sent, before it makes one', async () => {
    const gmail = (host: string) => ({ host, port: 993, secure: true, user: 'aiuto@gmail.com' });
    const servers = { imap: gmail('imap.gmail.com'), smtp: gmail('smtp.gmail.com') };
    const mailbox = { ...servers, address: 'aiuto@gmail.com', name: 'Aiuto', language: 'it' } as const;
    const desk = await deskWithTicket({ profile: { ...PROFILE, mailbox } });
    await accept(desk);
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    expect(desk.smtp.taken).toHaveLength(1);
    expect(desk.mailbox.appended).toHaveLength(0);
    desk.clock.advance(5 * 60_000);
    await desk.engine.flushOutbox();
    expect(desk.mailbox.appended).toHaveLength(1);
  });

  it('that is uncertain needs a confirmation', async () => {
    const desk = await makeDesk();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    // The number is not in the purchases: perhaps newer than they are.
    desk.mailbox.deliver(
      writeMail({ from: 'new@posta.example', text: 'Non mi arriva la mail di accesso, numero HP5555555555' }),
    );
    await desk.sync();
    await expect(accept(desk, { confirmed: false })).rejects.toMatchObject({ code: 'reply-needs-confirmation' });
    expect((await accept(desk)).items).toHaveLength(1);
  });

  it('typed by hand tells a stranger nothing of the purchase', async () => {
    const desk = await makeDesk();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    desk.mailbox.deliver(
      writeMail({ from: 'stranger@posta.example', text: 'Non mi arriva la mail di accesso per HP4410020311' }),
    );
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ identity: 'other', decision: 'verify.purchase-email' }]);
    const send = async (text: string) =>
      desk.engine.call('replies.send', {
        ticket: 'T-1',
        revision: await revisionOf(desk),
        text,
        macro: null,
        decision: null,
      });
    await expect(send('L’acquisto è di giulia@posta.example.')).rejects.toMatchObject({ code: 'reply-privacy' });
    expect((await send('Ci scriva dalla casella usata per l’acquisto.')).items).toMatchObject([
      { to: 'stranger@posta.example', state: 'queued' },
    ]);
  });
});

describe('a product of the producer’s own area', () => {
  const PRODUCER_PRODUCT = '41,Pasta,producer,,Nonna,nonna@cucina.example';

  async function producerDesk(product: string): Promise<TestDesk> {
    const desk = await makeDesk();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${product}\n`);
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    return desk;
  }
  const press = async (desk: TestDesk, escalate: boolean) =>
    desk.engine.call('replies.accept', {
      ticket: 'T-1',
      revision: await revisionOf(desk),
      index: 0,
      confirmed: true,
      escalate,
    });

  it('one press queues the reply and the escalation as one block, and one undo takes both back', async () => {
    const desk = await producerDesk(PRODUCER_PRODUCT);
    const block = await press(desk, true);
    expect(block.items.map((item) => [item.kind, item.to])).toEqual([
      ['reply', 'giulia@posta.example'],
      ['escalation', 'nonna@cucina.example'],
    ]);
    expect(block.items[1]?.text).toContain('HP4410020311');
    expect(await desk.tickets()).toMatchObject([{ state: 'waiting.producer' }]);
    await desk.engine.call('replies.undo', { block: block.block });
    expect(await desk.tickets()).toMatchObject([{ state: 'open' }]);
  });

  it('an open escalation is not opened again: what goes is a reminder in it', async () => {
    const desk = await producerDesk(PRODUCER_PRODUCT);
    await press(desk, true);
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    desk.mailbox.deliver(writeMail({ text: 'Ancora niente: la mail con i dati di accesso non è arrivata.' }));
    await desk.sync();
    const send = async () =>
      desk.engine.call('escalations.send', { ticket: 'T-2', revision: (await desk.tickets())[1]?.revision ?? -1 });
    expect((await send()).items).toMatchObject([{ kind: 'escalation', subject: expect.stringMatching(/^Promemoria/) }]);
    // The same press twice is one mail.
    await send();
    expect((await desk.engine.call('outbox.list', {})).filter(({ kind }) => kind === 'escalation')).toHaveLength(2);
    expect((await desk.engine.call('tickets.open', { ticket: 'T-2' })).producer).toMatchObject({ ownTicket: 'T-1' });
  });

  it('without the producer’s address only the reply goes, and the card says what is missing', async () => {
    const desk = await producerDesk('41,Pasta,producer,,Nonna,');
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.case?.suggestions[0]?.escalation).toEqual({ kind: 'missing-producer-address' });
    expect((await press(desk, true)).items.map((item) => item.kind)).toEqual(['reply']);
  });
});

it('a second mail of the same requester is not answered with the same text at one key', async () => {
  const desk = await deskWithTicket();
  const first = await accept(desk);
  desk.clock.advance(10_000);
  await desk.engine.flushOutbox();
  desk.mailbox.deliver(writeMail({ text: 'Vi ho già scritto: i dati di accesso non sono arrivati.' }));
  await desk.sync();
  const view = await desk.engine.call('tickets.open', { ticket: 'T-2' });
  expect(view.case?.answered).toMatchObject({ by: 'Anna', ticket: 'T-1' });
  expect(view.case?.suggestions[0]?.gate.colour).toBe('amber');
  expect(view.case?.suggestions[0]?.text).not.toBe(first.items[0]?.text);
});

it('a mail through the team’s form is answered to the person behind it, whose next mail joins', async () => {
  const desk = await makeDesk();
  const settings = await desk.engine.call('team.settings', {});
  await desk.engine.call('team.save', {
    team: { ...settings.team, formSenders: ['form@corsi.example'] },
    language: 'it',
  });
  desk.mailbox.deliver(
    writeMail({ id: 'form-1@corsi.example', from: 'form@corsi.example', replyTo: 'Giulia <giulia@posta.example>' }),
  );
  await desk.sync();
  expect(await desk.tickets()).toMatchObject([{ requesterAddress: 'giulia@posta.example' }]);
  desk.mailbox.deliver(writeMail({ inReplyTo: 'form-1@corsi.example' }));
  await desk.sync();
  expect(await desk.tickets()).toMatchObject([{ messages: 2 }]);
  expect(await loadProfile(desk.profileDir)).toMatchObject({ team: { formSenders: ['form@corsi.example'] } });
});

it('changes are announced together, not one by one', async () => {
  const desk = await makeDesk();
  const heard: EngineEvents['tickets.changed'][] = [];
  desk.engine.on('tickets.changed', (payload) => heard.push(payload));
  desk.mailbox.deliver(writeMail(), writeMail({ from: 'b@posta.example' }), writeMail({ from: 'c@posta.example' }));
  await desk.sync();
  expect(heard).toEqual([]);
  desk.clock.advance(1000);
  expect(heard).toEqual([{ tickets: ['T-1', 'T-2', 'T-3'] }]);
});

it('the status says what the desk is and knows', async () => {
  const desk = await deskWithTicket();
  expect(await desk.engine.call('desk.status', {})).toMatchObject({
    connection: { kind: 'listening' },
    purchases: 1,
    products: 1,
    quarantined: 0,
    storeEncryption: 'none',
    mailbox: { address: 'support@corsi.example', name: 'Assistenza Corsi' },
    agent: { name: 'Anna', email: 'anna@corsi.example' },
    undoSeconds: 10,
    defaultLanguage: 'it',
    outbox: { waiting: 0, nextAt: null, problems: 0, stopped: null },
  });
});
