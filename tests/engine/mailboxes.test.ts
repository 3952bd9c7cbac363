import { describe, expect, it } from 'vitest';
import type { MailboxSync } from '../../electron/engine/mail/mailbox';
import { SportelloError } from '../../shared/contract/errors';
import { makeMailbox, PROFILE } from '../support/make-engine';
import {
  answer,
  deliveredTwice,
  makeTwoMailboxes,
  profileWith,
  SALES,
  sendDue,
  SUPPORT,
} from '../support/two-mailboxes';
import type { TwoMailboxes } from '../support/two-mailboxes';
import { writeMail } from '../support/write-mail';

const GIULIA = 'Giulia Ferri <giulia@posta.example>';

/** Two customers, each of one mailbox: T-1 of support, T-2 of sales. */
async function oneTicketEach(): Promise<TwoMailboxes> {
  const desk = await makeTwoMailboxes();
  desk.support.deliver(writeMail({ from: GIULIA }));
  await desk.sync();
  desk.sales.deliver(writeMail({ from: 'Marco Riva <marco@posta.example>', to: SALES.address }));
  await desk.sync();
  return desk;
}

describe('a desk with two mailboxes', () => {
  it('reads both, and keeps the mails of each under its id', async () => {
    const desk = await oneTicketEach();
    expect((await desk.tickets()).map(({ requesterAddress }) => requesterAddress)).toEqual([
      'giulia@posta.example',
      'marco@posta.example',
    ]);
    expect(await desk.engine.syncOnce()).toMatchObject({ seen: 2, stored: 0, known: 2, errors: 0, failures: [] });
  });

  it('answers each ticket from the mailbox that it came to: server, sender, signature and Sent', async () => {
    const desk = await oneTicketEach();
    await answer(desk, 'T-1');
    await answer(desk, 'T-2', 'Caro Marco, ecco il listino.');
    await sendDue(desk);
    const [fromSupport, ...others] = desk.supportSmtp.taken;
    const [fromSales, ...more] = desk.salesSmtp.taken;
    expect([others, more]).toEqual([[], []]);
    expect(fromSupport).toMatchObject({ from: SUPPORT.address, to: 'giulia@posta.example' });
    expect(fromSales).toMatchObject({ from: SALES.address, to: 'marco@posta.example' });
    const text = Buffer.from(fromSales?.raw ?? []).toString();
    expect(text).toMatch(/^From: "?Vendite Corsi"? <vendas@corsi\.example>/m);
    expect(text).toContain('Il gruppo vendite');
    expect(text).not.toContain('Assistenza');
    expect(desk.support.appended.map(({ raw }) => Buffer.from(raw).toString())).toEqual([
      expect.stringContaining('giulia@posta.example'),
    ]);
    expect(desk.sales.appended.map(({ raw }) => Buffer.from(raw).toString())).toEqual([
      expect.stringContaining('marco@posta.example'),
    ]);
  });

  it('sends a new message from the mailbox that was chosen, else from the first; its answer finds the ticket', async () => {
    const desk = await makeTwoMailboxes();
    const letter = { draft: 'new', cc: [], bcc: [], subject: 'Novità', text: 'Buongiorno.' };
    await desk.engine.call('letters.send', { ...letter, to: 'uno@posta.example' });
    await desk.engine.call('letters.send', { ...letter, to: 'due@posta.example', from: SALES.id });
    await sendDue(desk);
    expect(desk.supportSmtp.taken.map(({ to }) => to)).toEqual(['uno@posta.example']);
    expect(desk.salesSmtp.taken.map(({ to }) => to)).toEqual(['due@posta.example']);
    const of = { from: 'Due <due@posta.example>', to: SUPPORT.address, text: 'Grazie, e quanto costa?' };
    const [, sent] = await desk.engine.call('outbox.list', {});
    const [first] = (await desk.engine.call('outbox.list', {})).filter(({ to }) => to === 'due@posta.example');
    expect(sent).toBeDefined();
    desk.support.deliver(writeMail({ ...of, subject: 'Re: Novità', inReplyTo: first?.messageId ?? '' }));
    await desk.sync();
    expect(await desk.tickets()).toHaveLength(2);
    await expect(
      desk.engine.call('letters.send', { ...letter, to: 'tre@posta.example', from: 'nobody' }),
    ).rejects.toMatchObject({ code: 'bad-params', reason: 'no-such-mailbox' });
  });

  it('goes on with a conversation that the customer takes to the other mailbox', async () => {
    const desk = await makeTwoMailboxes();
    desk.support.deliver(writeMail({ id: 'first@posta.example' }));
    await desk.sync();
    desk.sales.deliver(writeMail({ to: SALES.address, text: 'Scrivo anche a voi.', inReplyTo: 'first@posta.example' }));
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ id: 'T-1', messages: 2 }]);
  });
});

describe('what came to one mailbox', () => {
  it('is found by its address or how that begins, and stands in the row', async () => {
    const desk = await oneTicketEach();
    const find = async (query: string) => {
      const { rows } = await desk.engine.call('tickets.search', { query, limit: 10 });
      return rows.map(({ id, mailbox }) => [id, mailbox]);
    };
    expect(await find('to:vendas@corsi.example')).toEqual([['T-2', SALES.id]]);
    expect(await find('to:SUPP')).toEqual([['T-1', 'main']]);
    expect(await find('-to:vendas')).toEqual([['T-1', 'main']]);
    expect(await find('to:nobody')).toEqual([]);
  });

  it('is forwarded from it, unless another sender was chosen', async () => {
    const desk = await oneTicketEach();
    const forward = { draft: 'forward:T-2', cc: [], bcc: [], subject: 'I: listino', text: 'Per te.' };
    await desk.engine.call('letters.send', { ...forward, to: 'uno@altrove.example' });
    await desk.engine.call('letters.send', { ...forward, to: 'due@altrove.example', from: 'main' });
    await sendDue(desk);
    expect(desk.salesSmtp.taken.map(({ to }) => to)).toEqual(['uno@altrove.example']);
    expect(desk.supportSmtp.taken.map(({ to }) => to)).toEqual(['due@altrove.example']);
  });
});

describe('the same mail in both mailboxes', () => {
  it.each(['support', 'sales'] as const)(
    'is one ticket, answered once, whichever is read first (%s)',
    async (first) => {
      const desk = await makeTwoMailboxes();
      const [atSupport, atSales] = deliveredTwice();
      if (first === 'support') desk.support.deliver(atSupport);
      else desk.sales.deliver(atSales);
      await desk.sync();
      if (first === 'support') desk.sales.deliver(atSales);
      else desk.support.deliver(atSupport);
      await desk.sync();
      expect(await desk.tickets()).toMatchObject([{ id: 'T-1', messages: 1 }]);
      await answer(desk, 'T-1');
      await sendDue(desk);
      expect(desk.supportSmtp.taken.length + desk.salesSmtp.taken.length).toBe(1);
      expect(desk[first].appended).toHaveLength(1);
      // Who looks into either mailbox with another program sees that it is answered.
      expect([desk.support.answered.size, desk.sales.answered.size]).toEqual([1, 1]);
    },
  );

  it('stays known where it was read: a second sync of both adds nothing', async () => {
    const desk = await makeTwoMailboxes();
    const [atSupport, atSales] = deliveredTwice();
    desk.support.deliver(atSupport);
    desk.sales.deliver(atSales);
    await desk.sync();
    expect(await desk.engine.syncOnce()).toMatchObject({ stored: 0, tickets: 0 });
    expect(await desk.tickets()).toHaveLength(1);
  });

  it('is two where a customer writes the same words twice', async () => {
    const desk = await makeTwoMailboxes();
    desk.support.deliver(writeMail({ text: 'Non riesco a entrare.' }));
    desk.sales.deliver(writeMail({ text: 'Non riesco a entrare.', to: SALES.address }));
    await desk.sync();
    const rows = await desk.tickets();
    expect(rows.reduce((sum, { messages }) => sum + messages, 0)).toBe(2);
  });
});

describe('a mail from one own mailbox to the other', () => {
  it('is ours: no ticket is made of it', async () => {
    const desk = await makeTwoMailboxes();
    desk.sales.deliver(
      writeMail({ from: `Assistenza <${SUPPORT.address}>`, to: SALES.address, text: 'Chi risponde?' }),
    );
    await desk.sync();
    expect(await desk.tickets()).toEqual([]);
  });

  it('reopens nothing where a colleague answers a customer with the other mailbox in copy', async () => {
    const desk = await makeTwoMailboxes();
    desk.support.deliver(writeMail({ id: 'q@posta.example' }));
    await desk.sync();
    const colleague = { from: `Assistenza <${SUPPORT.address}>`, to: GIULIA, cc: SALES.address };
    const reply = writeMail({ ...colleague, id: 'a@corsi.example', inReplyTo: 'q@posta.example', text: 'Ecco.' });
    desk.support.deliverSent(reply);
    desk.sales.deliver(Buffer.concat([Buffer.from('Received: from mx.example\r\n'), reply]));
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ id: 'T-1', messages: 2, state: 'waiting.customer' }]);
  });

  it('is a customer’s where a form writes in the mailbox’s name for somebody else', async () => {
    const desk = await makeTwoMailboxes();
    desk.sales.deliver(
      writeMail({ from: SUPPORT.address, to: SALES.address, replyTo: GIULIA, text: 'Vorrei il corso di pasta.' }),
    );
    await desk.sync();
    expect(await desk.tickets()).toHaveLength(1);
  });
});

describe('a mailbox that fails', () => {
  /** The fake mailbox, but nobody is let in. */
  const refused = (sync: MailboxSync): MailboxSync => {
    const error = new SportelloError('imap-auth', 'The password was refused', {
      action: 'Type it again.',
      detail: { host: 'mail.example', port: 993, user: 'vendas', text: '' },
    });
    return { ...sync, once: () => Promise.reject(error) };
  };

  it('stops no other: what the others bring is filed, and it is said which one failed', async () => {
    const sales = makeMailbox((await makeTwoMailboxes()).clock);
    const desk = await makeTwoMailboxes({
      sales: { ...sales, open: (given) => refused(sales.open(given)) },
    });
    desk.support.deliver(writeMail());
    expect(await desk.engine.syncOnce()).toMatchObject({
      stored: 1,
      tickets: 1,
      errors: 1,
      failures: [{ address: SALES.address, error: { code: 'imap-auth' } }],
    });
  });

  it('without a password says so, by its own variable; the other one is read and sends', async () => {
    const desk = await makeTwoMailboxes({
      secrets: { mailboxes: { [SALES.id]: { imapPassword: null, smtpPassword: null } } },
    });
    desk.support.deliver(writeMail());
    const { failures } = await desk.engine.syncOnce();
    expect(failures).toMatchObject([
      { address: SALES.address, error: { code: 'secret-unavailable', reason: 'password-of-mailbox' } },
    ]);
    expect(failures[0]?.error.action).toContain('SPORTELLO_IMAP_PASSWORD_VENDAS_BR');
    const status = await desk.engine.call('desk.status', {});
    expect(status).toMatchObject({ connection: { kind: 'stopped' }, troubled: SALES.address });
    expect(status.mailboxes.map(({ connection }) => connection.kind)).toEqual(['listening', 'stopped']);
    await answer(desk, 'T-1');
    await sendDue(desk);
    expect(desk.supportSmtp.taken).toHaveLength(1);
  });

  it('without a password says of what waits for it that it cannot go from here', async () => {
    const desk = await oneTicketEach();
    await answer(desk, 'T-2');
    const none = { imapPassword: null, smtpPassword: null };
    const left = await desk.again(profileWith(SUPPORT, SALES), { mailboxes: { [SALES.id]: none } });
    const status = await left.engine.call('desk.status', {});
    const error = { code: 'secret-unavailable', reason: 'outgoing-of-mailbox', detail: { address: SALES.address } };
    expect(status.mailboxes.map(({ stopped }) => stopped)).toMatchObject([null, error]);
    expect(status.outbox).toMatchObject({ waiting: 1, stopped: error });
  });

  it('that refuses to send keeps its own mails, and nobody else’s', async () => {
    const desk = await oneTicketEach();
    desk.salesSmtp.send = async () => ({ kind: 'auth', text: '535 5.7.8 refused' });
    await answer(desk, 'T-1');
    await answer(desk, 'T-2');
    await sendDue(desk);
    expect(desk.supportSmtp.taken).toHaveLength(1);
    const status = await desk.engine.call('desk.status', {});
    expect(status.mailboxes.map(({ stopped }) => stopped?.code ?? null)).toEqual([null, 'smtp-auth']);
    expect(status.outbox.stopped).toMatchObject({ code: 'smtp-auth' });
  });

  it('whose provider says "too many" keeps a pace of its own', async () => {
    const desk = await oneTicketEach();
    const slow = { kind: 'failed_before_data', stage: 'connect', code: 'smtp-refused', smtpCode: 421 } as const;
    desk.salesSmtp.send = async () => ({ ...slow, text: '421 4.7.0 Too many messages' });
    await answer(desk, 'T-2');
    await sendDue(desk);
    await answer(desk, 'T-1');
    await sendDue(desk);
    expect(desk.supportSmtp.taken).toHaveLength(1);
  });
});

describe('a mailbox that was taken out of the profile', () => {
  /** A reply of sales waits, and sales is gone. */
  async function withoutSales() {
    const desk = await oneTicketEach();
    await answer(desk, 'T-2', 'Caro Marco, ecco il listino.');
    const left = await desk.again({ ...PROFILE, mailbox: SUPPORT });
    // In a team another desk may have it, and is given a while.
    left.clock.advance(20 * 60_000);
    await sendDue(left);
    return left;
  }

  it('holds what waits for it: it never goes from another address, and says what to do', async () => {
    const desk = await withoutSales();
    expect([...desk.supportSmtp.taken, ...desk.salesSmtp.taken]).toEqual([]);
    const [row] = await desk.engine.call('outbox.list', {});
    expect(row).toMatchObject({ ticket: 'T-2', state: 'held', heldReason: 'mailbox-gone' });
    const id = row!.id;
    await expect(desk.engine.call('outbox.resolve', { id, action: 'retry' })).rejects.toMatchObject({
      code: 'not-allowed',
      reason: 'mailbox-gone',
    });
    await desk.engine.call('outbox.resolve', { id, action: 'discard' });
    expect((await desk.engine.call('tickets.open', { ticket: 'T-2' })).draft).toContain('ecco il listino');
  });

  it('sends it once it is there again and somebody says so', async () => {
    const desk = await (await withoutSales()).again(profileWith(SUPPORT, SALES));
    await sendDue(desk);
    expect(desk.salesSmtp.taken).toEqual([]);
    const [row] = await desk.engine.call('outbox.list', {});
    await desk.engine.call('outbox.resolve', { id: row!.id, action: 'retry' });
    await sendDue(desk);
    expect(desk.salesSmtp.taken.map(({ from }) => from)).toEqual([SALES.address]);
  });

  it('leaves its tickets, which are answered from the first', async () => {
    const desk = await (await oneTicketEach()).again({ ...PROFILE, mailbox: SUPPORT });
    await answer(desk, 'T-2');
    await sendDue(desk);
    expect(desk.supportSmtp.taken.map(({ from, to }) => [from, to])).toEqual([
      [SUPPORT.address, 'marco@posta.example'],
    ]);
  });
});
