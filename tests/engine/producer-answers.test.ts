import { beforeEach, describe, expect, it } from 'vitest';
import { readTokens } from '../../shared/domain/escalation';
import { BOUNCE_FORMS } from '../support/bounces';
import { makeDesk, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const PRODUCER = 'ciao@verde.example';
const HELPER = 'Assistente <assistente@agenzia.example>';
const MARCO = 'Marco Riva <marco@posta.example>';
const PAOLA = 'Paola Conti <paola@posta.example>';
const PRODUCTS = [
  PRODUCTS_HEADER,
  '7,Orto sul balcone,producer,https://verde.example/area,Verde Facile,ciao@verde.example',
  '8,Pane in casa,producer,https://pane.example/soci,Verde Facile,ciao@verde.example',
].join('\n');
const SALES = [
  SALES_HEADER,
  'HP5510020322,APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,7,Orto sul balcone,Verde Facile,Marco Riva,marco@posta.example,,49.00,EUR',
  'HP5510020399,APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,8,Pane in casa,Verde Facile,Paola Conti,paola@posta.example,,49.00,EUR',
].join('\n');
const DAY_MS = 24 * 3_600_000;

let desk: TestDesk;
beforeEach(async () => {
  desk = await makeDesk();
  await desk.importCsv('products', `${PRODUCTS}\n`);
  await desk.importCsv('sales', `${SALES}\n`);
});

async function deliver(...raws: readonly Buffer[]): Promise<void> {
  desk.mailbox.deliver(...raws);
  await desk.sync();
}

async function ticket(id = 'T-1') {
  return (await desk.tickets()).find((row) => row.id === id);
}

const open = (id = 'T-1') => desk.engine.call('tickets.open', { ticket: id });

/** A customer asks; the reply and the mail to the producer go out. The producer's mail as it was sent. */
async function asked(from = MARCO, course = 'Orto sul balcone', id = 'T-1') {
  await deliver(
    writeMail({
      from,
      id: `${id}@posta.example`,
      subject: course,
      text: `Ho comprato ${course}, nessuna credenziale.`,
    }),
  );
  const { row } = await open(id);
  await desk.engine.call('replies.accept', {
    ticket: id,
    revision: row.revision,
    index: 0,
    confirmed: true,
    escalate: true,
  });
  desk.clock.advance(10_000);
  await desk.engine.flushOutbox();
  const item = (await desk.engine.call('outbox.list', {})).findLast(
    ({ kind, ticket: of }) => kind === 'escalation' && of === id,
  );
  return { messageId: item?.messageId ?? '', subject: item?.subject ?? '' };
}

/** Accepts the suggestion at this place and sends what is due. */
async function send(index: number, id = 'T-1') {
  const { row } = await open(id);
  const block = await desk.engine.call('replies.accept', {
    ticket: id,
    revision: row.revision,
    index,
    confirmed: true,
    escalate: false,
  });
  desk.clock.advance(10_000);
  await desk.engine.flushOutbox();
  return block;
}

describe('a mail to the producer', () => {
  it('opens a side conversation that waits from the moment a server took it', async () => {
    await asked();
    const { producer, messages } = await open();
    expect(producer).toMatchObject({
      state: 'waiting',
      reason: 'missing',
      to: PRODUCER,
      producer: 'Verde Facile',
      reminders: 0,
    });
    expect(producer?.waitingSince).toBe(desk.clock.now());
    expect(producer?.mails).toMatchObject([{ from: 'us', address: PRODUCER }]);
    expect(messages.map(({ direction, fromAddress }) => [direction, fromAddress])).not.toContainEqual([
      'outbound',
      PRODUCER,
    ]);
    expect(await ticket()).toMatchObject({ state: 'waiting.producer', debtor: 'producer' });
  });

  it('carries a token in its subject that nobody else’s mail has', async () => {
    const one = await asked();
    const other = await asked(PAOLA, 'Pane in casa', 'T-2');
    expect(readTokens(one.subject)).toHaveLength(1);
    expect(readTokens(one.subject)).not.toEqual(readTokens(other.subject));
  });

  it('that is undone leaves nothing that waits', async () => {
    await deliver(
      writeMail({ from: MARCO, subject: 'Orto', text: 'Ho comprato Orto sul balcone, nessuna credenziale.' }),
    );
    const { row } = await open();
    const { block } = await desk.engine.call('replies.accept', {
      ticket: 'T-1',
      revision: row.revision,
      index: 0,
      confirmed: true,
      escalate: true,
    });
    await desk.engine.call('replies.undo', { block });
    expect((await open()).producer).toMatchObject({ state: 'closed' });
    expect((await open()).escalations?.followUp).toBeNull();
    expect((await open()).case?.suggestions[0]?.escalation).toMatchObject({ kind: 'ready' });
  });
});

describe('the producer’s answer', () => {
  const ways = {
    'by In-Reply-To, from the address that was written to': (mail: { messageId: string }) =>
      writeMail({
        from: `Verde <${PRODUCER}>`,
        inReplyTo: mail.messageId,
        subject: 'Re',
        text: 'Fatto, inviato ieri.',
      }),
    'by In-Reply-To, from another address': (mail: { messageId: string }) =>
      writeMail({ from: HELPER, inReplyTo: mail.messageId, subject: 'Re', text: 'Fatto, inviato ieri.' }),
    'as a new mail with the old subject': (mail: { subject: string }) =>
      writeMail({ from: HELPER, subject: `R: ${mail.subject}`, text: 'Fatto, inviato ieri.' }),
    'as a new mail that quotes ours': (mail: { subject: string }) =>
      writeMail({ from: HELPER, subject: 'accesso', text: `Fatto, inviato ieri.\n\n> Oggetto: ${mail.subject}` }),
  };

  it.each(Object.entries(ways))('comes back to its ticket %s', async (_way, make) => {
    const mail = await asked();
    await deliver(make(mail));
    expect(await desk.tickets()).toMatchObject([{ id: 'T-1', state: 'open', debtor: 'us', unread: true }]);
    const view = await open();
    expect(view.producer).toMatchObject({ state: 'answered', waitingSince: null });
    expect(view.producer?.mails.map(({ from }) => from)).toEqual(['us', 'producer']);
    expect(view.history.at(-1)).toMatchObject({ kind: 'producer-answered', detail: { by: 'person' } });
    // It is no part of the customer's conversation, whatever is made of that.
    expect(JSON.stringify([view.messages, view.row])).not.toContain('inviato ieri');
  });

  it('proposes to tell the buyer, who gets it in his own thread, and then the side conversation is over', async () => {
    const { messageId } = await asked();
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Fatto, accesso inviato.' }));
    const { case: shown } = await open();
    expect(shown?.suggestions.map(({ macro }) => macro)).toEqual([
      'producer.answered',
      'producer.forward',
      'follow-up.producer',
    ]);
    for (const { gate, to } of shown?.suggestions.slice(0, 2) ?? []) {
      expect(to).toBe('marco@posta.example');
      expect(gate).toMatchObject({ colour: 'amber', reasons: expect.arrayContaining(['producer-answer']) });
    }
    const { items } = await send(0);
    expect(desk.smtp.taken.at(-1)?.to).toBe('marco@posta.example');
    expect(await ticket()).toMatchObject({ state: 'waiting.customer' });
    expect((await open()).producer).toMatchObject({ state: 'closed' });
    expect((await open()).case?.suggestions[0]?.macro).not.toBe('producer.answered');
    expect(items).toMatchObject([{ kind: 'reply', to: 'marco@posta.example' }]);
  });

  it('thanked for afterwards, stays over: nobody has anything to do', async () => {
    const { messageId } = await asked();
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Fatto, accesso inviato.' }));
    await send(0);
    const { row } = await open();
    const done = { ticket: 'T-1', revision: row.revision, to: 'done' as const, snoozeUntil: null };
    await desk.engine.call('tickets.setState', done);
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Grazie mille, buona giornata!' }));
    expect(await ticket()).toMatchObject({ state: 'done' });
    const { producer, history } = await open();
    expect(producer).toMatchObject({ state: 'closed' });
    expect(producer?.mails.map(({ text }) => text)).toContain('Grazie mille, buona giornata!');
    expect(history.at(-1)).toMatchObject({ kind: 'producer-answered', detail: { by: 'thanks' } });
    // What says more is heard as before.
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Grazie. Ho dovuto rimandare l’accesso.' }));
    expect(await ticket()).toMatchObject({ state: 'open', unread: true });
  });

  it('undone, that reply gives the proposal back', async () => {
    const { messageId } = await asked();
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Fatto, accesso inviato.' }));
    const { row } = await open();
    const { block } = await desk.engine.call('replies.accept', {
      ticket: 'T-1',
      revision: row.revision,
      index: 0,
      confirmed: true,
      escalate: false,
    });
    await desk.engine.call('replies.undo', { block });
    expect((await open()).producer).toMatchObject({ state: 'answered' });
    expect((await open()).case?.suggestions[0]?.macro).toBe('producer.answered');
  });

  it('with access data is passed on in the producer’s words, without what is about others', async () => {
    await asked();
    const { messageId } = await asked(PAOLA, 'Pane in casa', 'T-2');
    await deliver(
      writeMail({
        from: HELPER,
        inReplyTo: messageId,
        text: [
          'Ecco i dati: https://pane.example/soci',
          'password: Farina2026!',
          'Per Marco Riva invece non trovo nulla.',
          'HP5510020322 lo guardo domani.',
          'Il corso dell’orto sta su https://verde.example/area',
        ].join('\n'),
      }),
    );
    const [forward] = (await open('T-2')).case?.suggestions ?? [];
    expect(forward).toMatchObject({ macro: 'producer.forward', to: 'paola@posta.example', gate: { colour: 'amber' } });
    expect(forward?.text).toContain('https://pane.example/soci\npassword: Farina2026!');
    for (const foreign of ['Marco', 'HP5510020322', 'verde.example/area']) expect(forward?.text).not.toContain(foreign);
    expect((await open('T-2')).producer).toMatchObject({ removed: 3 });
  });

  it('may be edited before it is passed on, and a password that the producer did not write may not be put in', async () => {
    const { messageId } = await asked();
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Ecco:\npassword: Farina2026!' }));
    const send = async (text: string, cc?: string[]) =>
      desk.engine.call('replies.send', {
        ticket: 'T-1',
        revision: (await open()).row.revision,
        text,
        macro: 'producer.forward',
        decision: 'producer.contact',
        ...(cc ? { cc } : {}),
      });
    await expect(send('Ciao Marco\npassword: Altra2026!')).rejects.toMatchObject({ code: 'reply-privacy' });
    await expect(send('Ciao\npassword: Farina2026!', ['altri@posta.example'])).rejects.toMatchObject({
      code: 'reply-privacy',
    });
    await send('Ciao Marco, ecco i dati:\npassword: Farina2026!');
    expect((await open()).producer).toMatchObject({ state: 'closed' });
  });

  it('from a help desk, whose headers look like a machine’s, counts once a person says so', async () => {
    const { messageId } = await asked();
    await deliver(
      writeMail({ from: HELPER, inReplyTo: messageId, headers: ['Precedence: bulk'], text: 'Fatto, accesso inviato.' }),
    );
    const mail = (await open()).producer?.mails.find(({ from }) => from === 'machine');
    await desk.engine.call('escalations.settle', {
      message: mail?.id ?? '',
      done: mail?.open.map(({ escalation }) => escalation) ?? [],
    });
    expect(await ticket()).toMatchObject({ state: 'open', unread: true });
    expect((await open()).case?.suggestions[0]?.macro).toBe('producer.answered');
  });

  it('is dealt with by a reply of the agent’s own, which undo takes back with the rest', async () => {
    const { messageId } = await asked();
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Fatto, accesso inviato.' }));
    const { row } = await open();
    const { block } = await desk.engine.call('replies.send', {
      ticket: 'T-1',
      revision: row.revision,
      text: 'Il produttore ha inviato tutto: guarda nello spam.',
      macro: null,
      decision: 'producer.contact',
    });
    expect((await open()).producer).toMatchObject({ state: 'closed' });
    await desk.engine.call('replies.undo', { block });
    expect((await open()).producer).toMatchObject({ state: 'answered' });
  });

  it('written by the buyer whom the producer put in copy, where somebody else asked for him, is a mail of his own', async () => {
    const wife = 'Sara Riva <sara@altrove.example>';
    await deliver(writeMail({ from: wife, text: 'Mio marito ha comprato HP5510020322: nessuna credenziale.' }));
    const { row } = await open();
    await desk.engine.call('escalations.send', { ticket: 'T-1', revision: row.revision });
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    const [item] = await desk.engine.call('outbox.list', {});
    await deliver(writeMail({ from: MARCO, inReplyTo: item?.messageId ?? '', text: 'Grazie, ma non entro ancora.' }));
    expect((await desk.tickets()).map(({ requesterAddress }) => requesterAddress)).toEqual([
      'sara@altrove.example',
      'marco@posta.example',
    ]);
    expect((await open()).producer).toMatchObject({ state: 'waiting' });
    // And what the producer answers goes to the buyer, never to her who asked.
    await deliver(writeMail({ from: HELPER, inReplyTo: item?.messageId ?? '', text: 'Ecco: password: Farina2026!' }));
    const shown = await open();
    expect(shown.case?.suggestions[0]).toMatchObject({ macro: 'producer.forward', to: 'marco@posta.example' });
    const typed = { ticket: 'T-1', revision: shown.row.revision, macro: 'producer.forward', decision: null } as const;
    await expect(
      desk.engine.call('replies.send', { ...typed, text: 'password: Farina2026!', to: 'sara@altrove.example' }),
    ).rejects.toMatchObject({ code: 'reply-privacy' });
  });

  it('says nothing of the purchase that the ticket was linked to afterwards', async () => {
    const { messageId } = await asked();
    const { row } = await open();
    await desk.engine.call('tickets.correct', {
      ticket: 'T-1',
      revision: row.revision,
      field: 'transaction',
      value: 'HP5510020399',
    });
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Ecco: password: Farina2026!' }));
    const shown = await open();
    expect(JSON.stringify(shown.case?.suggestions)).not.toContain('Farina2026');
    expect(shown.producer?.mails).toHaveLength(2);
  });

  it('that came before our reminder left is not asked for again', async () => {
    const { messageId } = await asked();
    const { row } = await open();
    await desk.engine.call('escalations.send', { ticket: 'T-1', revision: row.revision });
    desk.clock.advance(1000);
    await deliver(
      writeMail({
        from: HELPER,
        inReplyTo: messageId,
        date: new Date(desk.clock.now()).toUTCString(),
        text: 'Fatto, accesso inviato.',
      }),
    );
    desk.clock.advance(10_000);
    const sent = desk.smtp.taken.length;
    await desk.engine.flushOutbox();
    expect(desk.smtp.taken).toHaveLength(sent);
    expect((await open()).outbox.find(({ state }) => state === 'held')).toMatchObject({
      kind: 'escalation',
      heldReason: 'producer-answered',
    });
    expect((await open()).producer).toMatchObject({ state: 'answered' });
    expect((await open()).case?.suggestions[0]?.macro).toBe('producer.answered');
  });

  it('holds a reminder of several cases back, and word to the customer that it takes long', async () => {
    const { messageId } = await asked();
    const other = await asked(PAOLA, 'Pane in casa', 'T-2');
    desk.clock.advance(6 * DAY_MS);
    const [silent] = await desk.engine.call('escalations.silent', {});
    await desk.engine.call('escalations.remind', {
      escalations: silent?.cases.map(({ escalation }) => escalation) ?? [],
    });
    const { row, case: shown } = await open();
    expect(shown?.suggestions[0]?.macro).toBe('producer.waiting');
    const accepted = { ticket: 'T-1', revision: row.revision, index: 0, confirmed: true, escalate: false };
    await desk.engine.call('replies.accept', accepted);
    desk.clock.advance(1000);
    const date = new Date(desk.clock.now()).toUTCString();
    await deliver(
      writeMail({ from: HELPER, id: 'one@agenzia.example', inReplyTo: messageId, date, text: 'Fatto, inviato.' }),
    );
    await deliver(
      writeMail({ from: HELPER, id: 'two@agenzia.example', inReplyTo: other.messageId, date, text: 'Fatto, inviato.' }),
    );
    const sent = desk.smtp.taken.length;
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    expect(desk.smtp.taken).toHaveLength(sent);
    const held = (await desk.engine.call('outbox.list', {})).filter(({ state }) => state === 'held');
    expect(held.map(({ kind, heldReason }) => [kind, heldReason])).toEqual([
      [expect.any(String), 'producer-answered'],
      [expect.any(String), 'producer-answered'],
    ]);
  });

  it('of an answer machine is kept and stops no clock', async () => {
    const { messageId } = await asked();
    await deliver(
      writeMail({
        from: `Verde <${PRODUCER}>`,
        inReplyTo: messageId,
        headers: ['Auto-Submitted: auto-replied'],
        text: 'Sono in ferie.',
      }),
    );
    expect(await desk.tickets()).toMatchObject([{ id: 'T-1', state: 'waiting.producer', unread: false }]);
    expect((await open()).producer).toMatchObject({ state: 'waiting', answeredAt: null });
    expect((await open()).producer?.mails.at(-1)).toMatchObject({ from: 'machine' });
  });

  it('answered by the customer, whom the producer put in copy, stays the customer’s mail', async () => {
    const { messageId } = await asked();
    await deliver(writeMail({ from: MARCO, inReplyTo: messageId, text: 'Grazie, ma non entro ancora nel corso.' }));
    const view = await open();
    expect(view.messages.at(-1)).toMatchObject({ fromAddress: 'marco@posta.example' });
    expect(view.producer).toMatchObject({ state: 'waiting' });
  });

  it('answered by whom an agent joined with the customer, whom the producer put in copy too, is a mail of his own', async () => {
    const { messageId } = await asked();
    const wife = 'Sara Riva <sara@altrove.example>';
    await deliver(writeMail({ from: wife, subject: 'Mio marito', text: 'Scrivo per mio marito.' }));
    const [one, other] = await Promise.all([open(), open('T-2')]);
    await desk.engine.call('tickets.join', {
      ticket: 'T-1',
      revision: one.row.revision,
      with: { ticket: 'T-2', revision: other.row.revision },
    });
    await deliver(writeMail({ from: wife, inReplyTo: messageId, subject: 'Re: Orto', text: 'Ancora niente.' }));
    expect((await open()).producer).toMatchObject({ state: 'waiting' });
    expect((await desk.tickets()).filter(({ requesterName }) => requesterName === 'Sara Riva')).toHaveLength(2);
  });

  it('a guessed token opens a ticket like any stranger’s mail', async () => {
    await asked();
    await deliver(
      writeMail({ from: HELPER, subject: 'Re: accesso [#0123456789abcdef]', text: 'Non entro nel corso.' }),
    );
    expect(await desk.tickets()).toHaveLength(2);
    expect((await open()).producer).toMatchObject({ state: 'waiting' });
  });

  it('read again, it lies where it lay', async () => {
    const { messageId } = await asked();
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Fatto, accesso inviato.' }));
    const message = (await open()).producer?.mails.at(-1)?.id ?? '';
    await desk.engine.call('messages.readAgain', { message });
    expect(await desk.tickets()).toHaveLength(1);
    expect((await open()).producer?.mails).toHaveLength(2);
  });
});

describe('asking once more', () => {
  it('answers the producer’s mail in his thread, and his clock runs anew', async () => {
    const { messageId } = await asked();
    await deliver(
      writeMail({ from: HELPER, id: 'answer@agenzia.example', inReplyTo: messageId, text: 'Che numero era?' }),
    );
    desk.clock.advance(3_600_000);
    const { row, escalations } = await open();
    expect(escalations?.followUp).toMatchObject({ kind: 'ready', to: PRODUCER });
    await desk.engine.call('escalations.send', { ticket: 'T-1', revision: row.revision });
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    const raw = Buffer.from(desk.smtp.taken.at(-1)?.raw ?? []).toString();
    expect(raw).toContain('In-Reply-To: <answer@agenzia.example>');
    expect((await open()).producer).toMatchObject({ state: 'waiting', waitingSince: desk.clock.now(), reminders: 0 });
    expect(await ticket()).toMatchObject({ state: 'waiting.producer' });
  });

  it('a second ticket on the purchase joins the open side conversation, and comes back with it', async () => {
    const { messageId } = await asked();
    await deliver(
      writeMail({
        from: MARCO,
        id: 'second@posta.example',
        subject: 'Ancora io',
        text: 'Orto sul balcone: nessuna credenziale!',
      }),
    );
    expect((await open('T-2')).producer).toMatchObject({ ownTicket: 'T-1' });
    await send(0, 'T-2');
    expect(await ticket('T-2')).toMatchObject({ state: 'waiting.producer' });
    expect(desk.smtp.taken.filter(({ to }) => to === PRODUCER)).toHaveLength(1);
    await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Fatto, accesso inviato.' }));
    expect(await desk.tickets()).toMatchObject([{ state: 'open' }, { state: 'open' }]);
  });
});

it('a reminder that comes back makes all its tickets ours', async () => {
  await asked();
  await asked(PAOLA, 'Pane in casa', 'T-2');
  desk.clock.advance(4 * DAY_MS);
  const [silent] = await desk.engine.call('escalations.silent', {});
  await desk.engine.call('escalations.remind', {
    escalations: silent?.cases.map(({ escalation }) => escalation) ?? [],
  });
  desk.clock.advance(10_000);
  await desk.engine.flushOutbox();
  const item = (await desk.engine.call('outbox.list', {})).find(({ subject }) => subject.startsWith('Promemoria'));
  const bounce = BOUNCE_FORMS.find(({ name }) => name === 'Postfix');
  await deliver(bounce?.make({ messageId: item?.messageId ?? '', to: PRODUCER }) ?? Buffer.alloc(0));
  expect(await desk.tickets()).toMatchObject([
    { state: 'open', debtor: 'us' },
    { state: 'open', debtor: 'us' },
  ]);
  for (const id of ['T-1', 'T-2']) expect((await open(id)).producer).toMatchObject({ state: 'closed' });
});

describe('a silent producer', () => {
  async function twoSilent() {
    await asked();
    await asked(PAOLA, 'Pane in casa', 'T-2');
    desk.clock.advance(4 * DAY_MS);
    return desk.engine.call('escalations.silent', {});
  }

  it('is listed once, with one numbered reminder for all cases, and none before the first working day is over', async () => {
    await asked();
    expect(await desk.engine.call('escalations.silent', {})).toEqual([]);
    await asked(PAOLA, 'Pane in casa', 'T-2');
    desk.clock.advance(4 * DAY_MS);
    const [silent, ...others] = await desk.engine.call('escalations.silent', {});
    expect(others).toEqual([]);
    expect(silent).toMatchObject({ to: PRODUCER, cases: [{ ticket: 'T-1', lead: false }, { ticket: 'T-2' }] });
    expect(silent?.text).toContain('1. HP5510020322 · Orto sul balcone');
    expect(silent?.text).toContain('2. HP5510020399 · Pane in casa');
  });

  it('is reminded by one mail, and his answer counts for the cases that a person ticks', async () => {
    const [silent] = await twoSilent();
    const escalations = silent?.cases.map(({ escalation }) => escalation) ?? [];
    await desk.engine.call('escalations.remind', { escalations, seen: silent?.text });
    desk.clock.advance(10_000);
    await desk.engine.flushOutbox();
    expect(await desk.engine.call('escalations.silent', {})).toEqual([]);
    expect((await open()).producer).toMatchObject({ state: 'waiting', reminders: 1 });
    const item = (await desk.engine.call('outbox.list', {})).find(({ subject }) => subject.startsWith('Promemoria'));
    await deliver(writeMail({ from: HELPER, inReplyTo: item?.messageId ?? '', text: 'La numero 2 è fatta, inviata.' }));
    // One ticket comes back to be ticked; nobody's clock has stopped.
    expect(await desk.tickets()).toMatchObject([{ state: 'open' }, { state: 'waiting.producer' }]);
    const answer = (await open()).producer?.mails.find(({ from }) => from === 'producer');
    expect(answer?.open.map(({ position, transaction }) => [position, transaction])).toEqual([
      [1, 'HP5510020322'],
      [2, 'HP5510020399'],
    ]);
    expect((await open()).producer).toMatchObject({ state: 'waiting' });
    // What belongs to several is passed on to none of them.
    const second = answer?.open[1]?.escalation ?? '';
    await desk.engine.call('escalations.settle', { message: answer?.id ?? '', done: [second] });
    expect(await desk.tickets()).toMatchObject([{ state: 'waiting.producer' }, { state: 'open', unread: true }]);
    expect((await open('T-2')).producer).toMatchObject({ state: 'answered' });
    expect((await open('T-2')).case?.suggestions.map(({ macro }) => macro)).not.toContain('producer.forward');
    expect((await open('T-2')).case?.suggestions[0]?.macro).toBe('producer.answered');
    await expect(desk.engine.call('escalations.settle', { message: answer?.id ?? '', done: [] })).rejects.toThrow(
      /dealt with/,
    );
  });

  it('after the third reminder it is the lead’s', async () => {
    await asked();
    for (const days of [4, 7, 9]) {
      desk.clock.advance(days * DAY_MS);
      const [silent] = await desk.engine.call('escalations.silent', {});
      const escalations = silent?.cases.map(({ escalation }) => escalation) ?? [];
      await desk.engine.call('escalations.remind', { escalations });
      desk.clock.advance(700_000);
      await desk.engine.flushOutbox();
    }
    desk.clock.advance(9 * DAY_MS);
    expect(await desk.engine.call('escalations.silent', {})).toMatchObject([{ cases: [{ reminders: 3, lead: true }] }]);
  });
});

it('a colleague’s mail to the producer from another program is no part of the customer’s conversation', async () => {
  const { messageId } = await asked();
  desk.mailbox.deliverSent(
    writeMail({
      from: 'support@corsi.example',
      to: PRODUCER,
      inReplyTo: messageId,
      subject: 'Re: accesso',
      text: 'Avete visto?',
    }),
  );
  await desk.sync();
  expect(JSON.stringify((await open()).messages)).not.toContain('Avete visto');
});

describe('an answer to a ticket that was closed', () => {
  async function closed() {
    const { messageId } = await asked();
    const { row } = await open();
    await desk.engine.call('tickets.setState', {
      ticket: 'T-1',
      revision: row.revision,
      to: 'done',
      snoozeUntil: null,
    });
    return messageId;
  }

  it('opens it again, unread, with what it proposes first', async () => {
    await deliver(writeMail({ from: HELPER, inReplyTo: await closed(), text: 'Fatto, accesso inviato.' }));
    expect(await ticket()).toMatchObject({ state: 'open', debtor: 'us', unread: true, queue: 'inbox' });
    const { producer, case: shown, history } = await open();
    expect(producer).toMatchObject({ state: 'answered' });
    expect(shown?.suggestions[0]?.macro).toBe('producer.answered');
    expect(history.at(-1)).toMatchObject({ kind: 'producer-answered' });
  });

  it('by an answer machine leaves it closed, and is kept', async () => {
    const headers = ['Auto-Submitted: auto-replied'];
    await deliver(writeMail({ from: HELPER, inReplyTo: await closed(), headers, text: 'Siamo in ferie.' }));
    expect(await ticket()).toMatchObject({ state: 'done' });
    expect((await open()).producer?.mails).toHaveLength(2);
  });
});

it('closing the ticket ends its side conversation, and what comes to one that was filed is still kept in it', async () => {
  const { messageId } = await asked();
  const { row } = await open();
  await desk.engine.call('tickets.setState', { ticket: 'T-1', revision: row.revision, to: 'done', snoozeUntil: null });
  expect((await open()).producer).toMatchObject({ state: 'closed' });
  const again = { ticket: 'T-1', revision: (await open()).row.revision, snoozeUntil: null };
  await desk.engine.call('tickets.setState', { ...again, to: 'waiting.producer' });
  // Taken back, it waits as it did before.
  expect((await open()).producer).toMatchObject({ state: 'waiting', waitingSince: expect.any(Number) });
  const { revision } = (await open()).row;
  await desk.engine.call('tickets.spam', { tickets: [{ ticket: 'T-1', revision }] });
  await deliver(writeMail({ from: HELPER, inReplyTo: messageId, text: 'Fatto, accesso inviato.' }));
  expect(await desk.tickets()).toMatchObject([{ id: 'T-1', state: 'ignored' }]);
  expect((await open()).producer?.mails).toHaveLength(2);
});

it('erasing the customer takes what the producer answered about that case, and leaves its times', async () => {
  const { messageId } = await asked();
  await deliver(
    writeMail({ from: HELPER, inReplyTo: messageId, text: 'Marco Riva ha già tutto: password Zucchina77.' }),
  );
  const { row } = await open();
  await desk.engine.call('tickets.setState', {
    ticket: 'T-1',
    revision: row.revision,
    to: 'done',
    snoozeUntil: null,
  });
  await desk.engine.call('erasures.run', { address: 'marco@posta.example', confirmed: 'marco@posta.example' });
  const shown = JSON.stringify(await open());
  for (const word of ['Zucchina77', 'Marco Riva', 'marco@posta.example']) expect(shown).not.toContain(word);
  expect((await open()).producer).toMatchObject({ state: 'closed', answeredAt: expect.any(Number) });
});
