import { describe, expect, it } from 'vitest';
import type { MailboxSync } from '../../electron/engine/mail/mailbox';
import { packError, SportelloError } from '../../shared/contract/errors';
import { makeMailbox, PROFILE } from '../support/make-engine';
import type { FakeMailbox } from '../support/make-engine';
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

  it('speaks the language of the mailbox where it has no words in the customer’s', async () => {
    const desk = await makeTwoMailboxes({ profile: profileWith(SUPPORT, { ...SALES, language: 'pt' }) });
    const text = 'Goedemorgen, ik heb betaald voor de cursus, maar ik kan er niet in. Wat moet ik doen?';
    desk.support.deliver(writeMail({ from: 'Jan <jan@posta.example>', subject: 'Wachtwoord', text }));
    desk.sales.deliver(
      writeMail({ from: 'Piet <piet@posta.example>', to: SALES.address, subject: 'Wachtwoord', text }),
    );
    await desk.sync();
    const languages: Record<string, string | undefined> = {};
    for (const { id, mailbox } of await desk.tickets()) {
      const macros = await desk.engine.call('macros.list', { ticket: id });
      languages[mailbox] = macros[0]?.preview.language;
    }
    expect(languages).toEqual({ main: 'it', [SALES.id]: 'pt' });
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

  /** The fake mailbox, whose server says this of a mail that a reply is about to answer. */
  const saying = (mailbox: FakeMailbox, isAnswered: MailboxSync['sent']['isAnswered']): FakeMailbox => ({
    ...mailbox,
    open(given) {
      const sync = mailbox.open(given);
      return { ...sync, sent: { ...sync.sent, isAnswered } };
    },
  });

  it.each([
    ['refuses', () => Promise.reject(new Error('Nobody answers'))],
    ['is slow', () => new Promise<never>(() => undefined)],
    ['has it no more', () => Promise.resolve(null)],
  ] as const)('is not answered again where a colleague just did in one, and the other %s', async (_, isAnswered) => {
    const { clock } = await makeTwoMailboxes();
    const desk = await makeTwoMailboxes({
      clock,
      support: saying(makeMailbox(clock), () => Promise.resolve(true)),
      sales: saying(makeMailbox(clock), isAnswered),
    });
    const [atSupport, atSales] = deliveredTwice();
    desk.support.deliver(atSupport);
    await desk.sync();
    desk.sales.deliver(atSales);
    await desk.sync();
    await answer(desk, 'T-1');
    await sendDue(desk);
    expect(desk.supportSmtp.taken).toEqual([]);
    expect(await desk.engine.call('outbox.list', {})).toMatchObject([{ state: 'held' }]);
  });

  it('asks no mailbox that refused the password, which would lock it', async () => {
    const { clock } = await makeTwoMailboxes();
    const sales = makeMailbox(clock);
    let asked = 0;
    const detail = { host: 'mail.example', port: 993, user: 'vendas', text: '' };
    const error = packError(new SportelloError('imap-auth', 'The password was refused', { action: '', detail }));
    const desk = await makeTwoMailboxes({
      clock,
      sales: {
        ...sales,
        open: (given) => {
          const sync = sales.open(given);
          const once = async () => {
            const counts = await sync.once();
            given.onState?.({ kind: 'stopped', error });
            return counts;
          };
          const isAnswered = async () => {
            asked += 1;
            return null;
          };
          return { ...sync, once, sent: { ...sync.sent, isAnswered } };
        },
      },
    });
    const [atSupport, atSales] = deliveredTwice();
    desk.support.deliver(atSupport);
    await desk.sync();
    desk.sales.deliver(atSales);
    await desk.sync();
    await answer(desk, 'T-1');
    await sendDue(desk);
    expect(desk.supportSmtp.taken).toHaveLength(1);
    expect(asked).toBe(0);
  });

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
    const mail = writeMail({ from: `Assistenza <${SUPPORT.address}>`, to: SALES.address, text: 'Chi risponde?' });
    desk.support.deliverSent(mail);
    await desk.sync();
    desk.sales.deliver(mail);
    await desk.sync();
    expect(await desk.tickets()).toEqual([]);
  });

  it('is a ticket where nothing of it lies in Sent: a form that sends as a mailbox, a rule that keeps no copy', async () => {
    const desk = await makeTwoMailboxes();
    desk.sales.deliver(
      writeMail({ from: SUPPORT.address, to: SALES.address, text: 'E-mail: giulia@posta.example. Vorrei il corso.' }),
    );
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ id: 'T-1', messages: 1 }]);
  });

  it('is a ticket where a form sent it and a copy lies in Sent: the customer stands in its fields alone', async () => {
    const desk = await makeTwoMailboxes();
    const text = 'Nome: Giulia Ferri\nE-mail: giulia@posta.example\nMessaggio: Vorrei il corso.';
    const mail = writeMail({ from: SUPPORT.address, to: SALES.address, text });
    desk.support.deliverSent(mail);
    await desk.sync();
    desk.sales.deliver(mail);
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ id: 'T-1', messages: 1 }]);
  });

  it.each(['support', 'sales'] as const)(
    'is a ticket where the writer is among the recipients, whichever is read first (%s)',
    async (first) => {
      const desk = await makeTwoMailboxes();
      const mail = writeMail({ from: SUPPORT.address, to: `${SUPPORT.address}, ${SALES.address}`, text: 'Da fare.' });
      desk.support.deliverSent(mail);
      await desk.sync();
      desk[first].deliver(mail);
      await desk.sync();
      desk[first === 'support' ? 'sales' : 'support'].deliver(mail);
      await desk.sync();
      expect(await desk.tickets()).toMatchObject([{ id: 'T-1', messages: 1 }]);
    },
  );

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
    const error = { code: 'secret-unavailable', reason: 'outgoing-of-mailbox', detail: { addresses: SALES.address } };
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

  it('without its outgoing password fails a flush that leaves mails of it, once the others were tried', async () => {
    const desk = await makeTwoMailboxes({
      realSmtp: true,
      secrets: { mailboxes: { [SALES.id]: { imapPassword: 'geheim', smtpPassword: null } } },
    });
    desk.support.deliver(writeMail({ from: GIULIA }));
    await desk.sync();
    desk.sales.deliver(writeMail({ from: 'Marco Riva <marco@posta.example>', to: SALES.address }));
    await desk.sync();
    await answer(desk, 'T-1');
    await answer(desk, 'T-2');
    await expect(sendDue(desk)).rejects.toMatchObject({
      code: 'secret-unavailable',
      reason: 'outgoing-of-mailbox',
      detail: { addresses: SALES.address },
      action: expect.stringContaining('SPORTELLO_SMTP_PASSWORD_VENDAS_BR'),
    });
    const left = await desk.engine.call('outbox.list', {});
    expect(new Map(left.map(({ ticket, state }) => [ticket, state]))).toEqual(
      new Map([
        ['T-1', 'failed_before_data'],
        ['T-2', 'queued'],
      ]),
    );
  });

  it('is told apart in what the doctor finds', async () => {
    const desk = await makeTwoMailboxes();
    const { findings } = await desk.engine.call('doctor.run', {});
    const ids = findings.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // For the window, whose own words name no mailbox.
    const named = findings.flatMap(({ mailbox }) => mailbox ?? []);
    expect([...new Set(named)]).toEqual(['support@corsi.example', 'vendas@corsi.example']);
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

  it.each([
    ['once its mail was read again', true],
    ['before that, by the address', false],
  ])('and is added again under another id answers its old tickets, %s', async (_, isRead) => {
    const before = await oneTicketEach();
    const again = { ...SALES, id: 'sales-again' };
    const desk = await before.again(profileWith(SUPPORT, again));
    if (isRead) await desk.sync();
    expect(await desk.tickets()).toHaveLength(2);
    await answer(desk, 'T-2');
    await sendDue(desk);
    expect([...desk.supportSmtp.taken, ...desk.salesSmtp.taken]).toMatchObject([{ from: SALES.address }]);
    expect(Buffer.from(desk.salesSmtp.taken[0]?.raw ?? []).toString()).toContain('Il gruppo vendite');
  });
});
