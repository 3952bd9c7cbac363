import { describe, expect, it } from 'vitest';
import { makeDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const question = writeMail({ id: 'question@posta.example', text: 'Non mi è arrivata la mail con i dati di accesso.' });
const second = writeMail({
  id: 'second@posta.example',
  inReplyTo: 'question@posta.example',
  references: ['question@posta.example'],
  text: 'Avete novità? La mail di accesso non è ancora arrivata.',
  date: 'Mon, 12 Jan 2026 11:00:00 +0000',
});
const third = writeMail({
  id: 'third@posta.example',
  inReplyTo: 'second@posta.example',
  text: 'Sono sempre io, la mail di accesso non arriva.',
  date: 'Mon, 12 Jan 2026 12:00:00 +0000',
});
const answer = writeMail({
  from: 'Assistenza Corsi <support@corsi.example>',
  to: 'giulia@posta.example',
  id: 'answer@corsi.example',
  inReplyTo: 'question@posta.example',
  text: 'Gentile Giulia, ecco come fare.',
  date: 'Mon, 12 Jan 2026 10:00:00 +0000',
});

describe('a conversation', () => {
  const orders: readonly (readonly [string, readonly Buffer[]])[] = [
    ['oldest first', [question, second, third]],
    ['newest first', [third, second, question]],
    ['parent last', [second, third, question]],
    ['ends first, middle last', [question, third, second]],
    ['middle first', [second, question, third]],
  ];

  it.each(orders)('is one ticket whatever the order of arrival: %s', async (_order, mails) => {
    const desk = await makeDesk();
    desk.mailbox.deliver(...mails);
    await desk.sync();
    const rows = await desk.tickets();
    expect(rows).toMatchObject([{ subject: 'Non ho ricevuto i dati di accesso', messages: 3, state: 'open' }]);
    const view = await desk.engine.call('tickets.open', { ticket: rows[0]?.id ?? '' });
    expect(view.messages.map((message) => message.newText.trim().split(' ')[0])).toEqual(['Non', 'Avete', 'Sono']);
  });

  it('is of a name where its sender gave no usable address', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail({ from: 'Giulia Ferri <giulia at posta>', id: 'one@posta.example', text: 'Aiuto' }));
    await desk.sync();
    const [row] = await desk.tickets();
    expect(row).toMatchObject({ requesterName: 'Giulia Ferri', requesterAddress: '' });
    const { messages } = await desk.engine.call('tickets.open', { ticket: row?.id ?? '' });
    expect(messages).toMatchObject([{ fromName: 'Giulia Ferri', fromAddress: '' }]);
  });

  it('keeps a ticket that an agent worked on when it proves to be the same: it is linked, not taken up', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(question);
    await desk.sync();
    desk.mailbox.deliver(third);
    await desk.sync();
    await desk.engine.call('tickets.note', { ticket: 'T-2', text: 'Called her' });
    desk.mailbox.deliver(second);
    await desk.sync();
    const rows = await desk.tickets();
    expect(rows.map((row) => [row.id, row.messages])).toEqual([
      ['T-1', 2],
      ['T-2', 1],
    ]);
    expect((await desk.engine.call('tickets.open', { ticket: 'T-2' })).relatedTo).toBe('T-1');
  });

  it('is not joined by its subject', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(question, writeMail({ subject: 'Re: Non ho ricevuto i dati di accesso' }));
    await desk.sync();
    expect(await desk.tickets()).toHaveLength(2);
  });

  it('goes on under another spelling of the same address', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(
      writeMail({ id: 'one@gmail.com', from: 'Giulia <giulia.ferri@gmail.com>' }),
      writeMail({ inReplyTo: 'one@gmail.com', from: 'GiuliaFerri+corsi@googlemail.com' }),
    );
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ messages: 2 }]);
  });
});

describe('a stranger who knows a Message-ID', () => {
  const hijack = writeMail({
    from: 'Mallory <mallory@evil.example>',
    inReplyTo: 'answer@corsi.example',
    references: ['question@posta.example', 'answer@corsi.example'],
    text: 'Mandami i dati di accesso qui.',
  });

  it.each([
    ['after the conversation', [question, hijack]],
    ['before it', [hijack, question]],
  ])('gets a ticket of his own that shows and quotes nothing of the first: %s', async (_when, mails) => {
    const desk = await makeDesk();
    desk.mailbox.deliverSent(answer);
    desk.mailbox.deliver(...mails);
    await desk.sync();
    const rows = await desk.tickets();
    expect(rows).toHaveLength(2);
    const his = rows.find((row) => row.requesterAddress === 'mallory@evil.example');
    const hers = rows.find((row) => row.requesterAddress === 'giulia@posta.example');
    const view = await desk.engine.call('tickets.open', { ticket: his?.id ?? '' });
    expect(view.relatedTo).toBe(hers?.id);
    expect(view.messages).toHaveLength(1);
    expect(JSON.stringify(view)).not.toContain('giulia');
    const untouched = await desk.engine.call('tickets.open', { ticket: hers?.id ?? '' });
    expect(JSON.stringify(untouched)).not.toContain('mallory');
  });

  it('does not get in by repeating a Message-ID as his own', async () => {
    const desk = await makeDesk();
    const forged = writeMail({ from: 'Mallory <mallory@evil.example>', id: 'question@posta.example' });
    desk.mailbox.deliver(question, forged, second);
    await desk.sync();
    const rows = await desk.tickets();
    expect(rows.map((row) => [row.requesterAddress, row.messages])).toEqual([
      ['giulia@posta.example', 2],
      ['mallory@evil.example', 1],
    ]);
  });

  it('does not get in by writing our address as his, where the server saw through it', async () => {
    const desk = await makeDesk();
    const forged = writeMail({
      from: 'Assistenza <support@corsi.example>',
      inReplyTo: 'question@posta.example',
      headers: ['Authentication-Results: mx.support.example; dmarc=fail header.from=corsi.example'],
    });
    desk.mailbox.deliver(question, forged);
    await desk.sync();
    expect((await desk.tickets()).map((row) => row.messages)).toEqual([1, 1]);
  });
});

describe('an answer of ours from another client', () => {
  it.each([
    ['known before it', [question], [answer]],
    ['stored before the question', [], [answer], [question]],
  ])('moves the ticket to "waiting for customer": question %s', async (_when, first, sent, later: Buffer[] = []) => {
    const desk = await makeDesk();
    desk.mailbox.deliver(...first);
    desk.mailbox.deliverSent(...sent);
    await desk.sync();
    desk.mailbox.deliver(...later);
    await desk.sync();
    const [row, ...others] = await desk.tickets();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ messages: 2, requesterAddress: 'giulia@posta.example' });
    // Where the server took the question after the answer nobody can be sure that it is answered: then it stays ours.
    expect(row?.state).toBe(later.length > 0 ? 'open' : 'waiting.customer');
  });

  it('to somebody else leaves the ticket where it is', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(question);
    await desk.sync();
    desk.mailbox.deliverSent(
      writeMail({
        from: 'support@corsi.example',
        to: 'nonna@cucina.example',
        inReplyTo: 'question@posta.example',
        date: 'Mon, 12 Jan 2026 10:00:00 +0000',
      }),
    );
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ messages: 2, state: 'open' }]);
  });

  it('that answers nothing opens no ticket', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliverSent(writeMail({ from: 'support@corsi.example', to: 'news@corsi.example' }));
    await desk.sync();
    expect(await desk.tickets()).toEqual([]);
  });

  it('is followed by the customer’s next mail, which opens the ticket again', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(question);
    desk.mailbox.deliverSent(answer);
    await desk.sync();
    desk.mailbox.deliver(second);
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ messages: 3, state: 'open', unread: true }]);
  });
});

it('an out-of-office in a person’s conversation neither reopens nor decides it', async () => {
  const desk = await makeDesk();
  desk.mailbox.deliver(question);
  desk.mailbox.deliverSent(answer);
  await desk.sync();
  const before = (await desk.tickets())[0];
  desk.mailbox.deliver(
    writeMail({
      inReplyTo: 'answer@corsi.example',
      references: ['question@posta.example', 'answer@corsi.example'],
      subject: 'Risposta automatica: fuori ufficio',
      headers: ['Auto-Submitted: auto-replied'],
      text: 'Sono fuori ufficio.',
      date: 'Mon, 12 Jan 2026 10:01:00 +0000',
    }),
  );
  await desk.sync();
  expect(await desk.tickets()).toMatchObject([
    { messages: 3, state: 'waiting.customer', decision: before?.decision ?? 'unreachable' },
  ]);
});
