import { describe, expect, it } from 'vitest';
import type { DecisionId } from '../../shared/domain/decision';
import type { Standing } from '../../shared/domain/earned';
import { CLUB_PRODUCT, GIULIA_SALE, makeDesk, PRODUCTS_HEADER, PROFILE, SALES_HEADER } from '../support/make-engine';
import type { MakeDeskOptions, TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const DAY = 24 * 3_600_000;
const GIULIA = 'Giulia Ferri <giulia@posta.example>';
const DECISION = 'club.first-access' satisfies DecisionId;
/** No decision reaches this bar on the shipped cases: each stands on what this desk does. */
const STRICT = { ...PROFILE, team: { earnedShare: 1, earnedCases: 100 } };

const question = () =>
  writeMail({ from: GIULIA, subject: 'accesso', text: 'Non ho ricevuto la mail di accesso al corso Pasta' });

async function deskWith(options: MakeDeskOptions = {}): Promise<TestDesk> {
  const desk = await makeDesk(options);
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  desk.mailbox.deliver(question());
  await desk.sync();
  return desk;
}

const standing = async (desk: TestDesk, decision: DecisionId = DECISION): Promise<Standing | undefined> =>
  (await desk.engine.call('earned.list', {})).standings.find((one) => one.decision === decision);
const revision = async (desk: TestDesk, ticket = 'T-1') =>
  (await desk.tickets()).find((row) => row.id === ticket)?.revision ?? -1;
const suggested = async (desk: TestDesk, ticket = 'T-1') =>
  (await desk.engine.call('tickets.open', { ticket })).case?.suggestions[0];
const accept = async (desk: TestDesk, confirmed = true) =>
  desk.engine.call('replies.accept', {
    ticket: 'T-1',
    revision: await revision(desk),
    index: 0,
    confirmed,
    escalate: false,
  });
const type = async (desk: TestDesk, text: string) =>
  desk.engine.call('replies.send', {
    ticket: 'T-1',
    revision: await revision(desk),
    text,
    macro: null,
    decision: DECISION,
  });
async function send(desk: TestDesk): Promise<void> {
  desk.clock.advance(10_000);
  await desk.engine.flushOutbox();
}

describe('a decision earns its one key by what people make of it (casework.md, "Green")', () => {
  it('a suggestion sent as it was counts once 7 days brought no second mail', async () => {
    const desk = await deskWith();
    await accept(desk);
    await send(desk);
    expect((await standing(desk))?.own).toEqual({ right: 0, all: 0 });
    desk.clock.advance(7 * DAY);
    expect((await standing(desk))?.own).toEqual({ right: 1, all: 1 });
  });

  it('a reply that was taken back says nothing', async () => {
    const desk = await deskWith();
    const { block } = await accept(desk);
    await desk.engine.call('replies.undo', { block });
    desk.clock.advance(8 * DAY);
    expect((await standing(desk))?.own).toEqual({ right: 0, all: 0 });
  });

  it.each([
    ['a customer who writes again', 'Ho fatto tutto ma non riesco ancora a entrare', { right: 0, all: 1 }],
    ['a customer who only says thank you', 'Grazie mille, ora funziona!', { right: 1, all: 1 }],
  ])('%s within 7 days', async (_, text, own) => {
    const desk = await deskWith();
    await accept(desk);
    await send(desk);
    desk.clock.advance(2 * DAY);
    desk.mailbox.deliver(
      writeMail({ from: GIULIA, subject: 'di nuovo', text, date: 'Sat, 17 Jan 2026 10:00:00 +0000' }),
    );
    await desk.sync();
    desk.clock.advance(6 * DAY);
    expect((await standing(desk))?.own).toEqual(own);
  });

  it('a customer who fills in the form again has written again', async () => {
    const form = 'form@corsi.example';
    const desk = await deskWith({ profile: { ...PROFILE, team: { formSenders: [form] } } });
    const fill = (text: string, date: string) =>
      desk.mailbox.deliver(writeMail({ from: `Modulo <${form}>`, replyTo: GIULIA, subject: 'Modulo', text, date }));
    fill('Non ho ricevuto i dati di accesso', 'Mon, 12 Jan 2026 10:00:00 +0000');
    await desk.sync();
    const [, second] = await desk.tickets();
    expect(second?.requesterAddress).toBe('giulia@posta.example');
    await desk.engine.call('replies.queue', { ticket: second?.id ?? '', macro: null, text: null, delaySeconds: 0 });
    await desk.engine.flushOutbox();
    desk.clock.advance(2 * DAY);
    fill('Non riesco ancora a entrare', 'Sat, 17 Jan 2026 10:00:00 +0000');
    await desk.sync();
    desk.clock.advance(6 * DAY);
    expect((await standing(desk))?.own).toEqual({ right: 0, all: 1 });
  });

  it('small edits agree, another text does not', async () => {
    const edited = await deskWith();
    const text = (await suggested(edited))?.text ?? '';
    await type(edited, text.replace('Anna', 'Anna B.'));
    await send(edited);
    edited.clock.advance(7 * DAY);
    expect((await standing(edited))?.own).toEqual({ right: 1, all: 1 });

    const other = await deskWith();
    await type(other, 'Buongiorno Giulia, mi può mandare una schermata della pagina?');
    await send(other);
    other.clock.advance(7 * DAY);
    expect((await standing(other))?.own).toEqual({ right: 0, all: 1 });
  });

  it('a reply counts from when the mail server took it, and not at all before', async () => {
    const desk = await deskWith();
    await accept(desk);
    desk.smtp.away = true;
    await send(desk);
    desk.clock.advance(8 * DAY);
    // The outbox wakes by itself, too: its own attempt must not be the one under way when the server is back.
    await desk.engine.flushOutbox();
    expect((await standing(desk))?.own).toEqual({ right: 0, all: 0 });
    desk.smtp.away = false;
    const [waiting] = await desk.engine.call('outbox.list', {});
    await desk.engine.call('outbox.resolve', { id: waiting?.id ?? '', action: 'retry' });
    await desk.engine.flushOutbox();
    expect(desk.smtp.taken).toHaveLength(1);
    desk.clock.advance(6 * DAY);
    expect((await standing(desk))?.own).toEqual({ right: 0, all: 0 });
    desk.clock.advance(DAY);
    expect((await standing(desk))?.own).toEqual({ right: 1, all: 1 });
  });

  it('one mail of a customer is one case: a line that the agent adds later is none of its own', async () => {
    const desk = await deskWith();
    await accept(desk);
    await send(desk);
    await type(desk, 'Dimenticavo: buona giornata!');
    await send(desk);
    desk.clock.advance(8 * DAY);
    expect((await standing(desk))?.own).toEqual({ right: 1, all: 1 });
  });

  it('what was sent and then corrected was wrong, once', async () => {
    const desk = await deskWith();
    await accept(desk);
    await send(desk);
    await desk.engine.call('tickets.correct', {
      ticket: 'T-1',
      revision: await revision(desk),
      field: 'intent',
      value: 'access.password',
    });
    desk.clock.advance(8 * DAY);
    expect((await standing(desk))?.own).toEqual({ right: 0, all: 1 });
  });

  it('a wrong purchase disagrees even where the decision is the same', async () => {
    const desk = await makeDesk();
    const second = GIULIA_SALE.replace('HP4410020311', 'HP4410020399').replace(',41,Pasta', ',42,Pane');
    await desk.importCsv(
      'products',
      `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n${CLUB_PRODUCT.replace('41,Pasta', '42,Pane')}\n`,
    );
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n${second}\n`);
    desk.mailbox.deliver(writeMail({ from: GIULIA, text: 'Non mi arriva la mail di accesso, HP4410020311' }));
    await desk.sync();
    const before = (await desk.tickets())[0]?.decision ?? 'ignore';
    await desk.engine.call('tickets.correct', {
      ticket: 'T-1',
      revision: await revision(desk),
      field: 'transaction',
      value: 'HP4410020399',
    });
    expect(await desk.tickets()).toMatchObject([{ decision: before, transaction: 'HP4410020399' }]);
    desk.clock.advance(8 * DAY);
    expect((await standing(desk, before))?.own).toEqual({ right: 0, all: 1 });
  });

  it('a correction that leads elsewhere disagrees, until it is taken back; what follows it counts for nobody', async () => {
    const desk = await deskWith();
    const correct = async (value: 'access.password' | null) =>
      desk.engine.call('tickets.correct', { ticket: 'T-1', revision: await revision(desk), field: 'intent', value });
    await correct('access.password');
    await correct(null);
    desk.clock.advance(8 * DAY);
    expect((await standing(desk))?.own).toEqual({ right: 0, all: 0 });
    await correct('access.password');
    await accept(desk);
    await send(desk);
    desk.clock.advance(8 * DAY);
    expect((await standing(desk))?.own).toEqual({ right: 0, all: 1 });
    expect((await standing(desk, 'club.password-reset'))?.own).toEqual({ right: 0, all: 0 });
  });
});

describe('before a decision has proven itself', () => {
  it('its text is shown first, with what it stands on', async () => {
    const desk = await deskWith({ profile: STRICT });
    expect((await suggested(desk))?.gate).toEqual({ colour: 'amber', reasons: ['not-earned'] });
    await expect(accept(desk, false)).rejects.toMatchObject({ code: 'reply-needs-confirmation' });
    const { case: view } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view?.earned).toMatchObject({ earned: false, source: 'shipped' });
  });

  it('a lead may allow it with a reason, and takes it back; both stay in the audit trail', async () => {
    const desk = await deskWith({ profile: STRICT });
    const allow = (allowed: boolean, reason: string) =>
      desk.engine.call('earned.allow', { decision: DECISION, allowed, reason });
    const { standings } = await allow(true, 'Read 40 of them');
    expect(standings.find((one) => one.decision === DECISION)).toMatchObject({
      earned: true,
      source: 'allowed',
      allowance: { by: 'Anna', reason: 'Read 40 of them' },
    });
    expect((await suggested(desk))?.gate).toEqual({ colour: 'green' });
    await allow(false, 'Three complaints');
    expect(await standing(desk)).toMatchObject({ earned: false, allowance: null });
    expect((await standing(await desk.reopen()))?.earned).toBe(false);
  });

  it('a decision that sends nothing cannot be allowed, and no reason is no reason', async () => {
    const desk = await deskWith();
    const allow = (decision: DecisionId, reason: string) =>
      desk.engine.call('earned.allow', { decision, allowed: true, reason });
    await expect(allow('route.support', 'why not')).rejects.toMatchObject({ code: 'bad-params' });
    await expect(allow(DECISION, '  ')).rejects.toMatchObject({ code: 'bad-params' });
  });
});

describe('a decision that falls back', () => {
  it('never does so under the hands of who works on a ticket', async () => {
    const desk = await deskWith({ profile: STRICT });
    await desk.engine.call('earned.allow', { decision: DECISION, allowed: true, reason: 'Read 40 of them' });
    expect((await suggested(desk))?.gate.colour).toBe('green');
    await desk.engine.call('earned.allow', { decision: DECISION, allowed: false, reason: 'Three complaints' });
    expect((await suggested(desk))?.gate.colour).toBe('green');
    desk.clock.advance(20 * 60_000);
    expect((await suggested(desk))?.gate.colour).toBe('green');
    // Half an hour after the first look, and minutes after the last one.
    desk.clock.advance(20 * 60_000);
    expect((await suggested(desk))?.gate.colour).toBe('green');
    await accept(desk, false);
    await send(desk);

    const again = await deskWith({ profile: STRICT });
    expect((await suggested(again))?.gate.colour).toBe('amber');
  });

  it('is told once, where this desk’s own cases say so', async () => {
    const desk = await deskWith({ profile: { ...PROFILE, team: { earnedCases: 10 } } });
    const fell: string[] = [];
    desk.engine.on('earned.fell', ({ decision, counted }) => fell.push(`${decision} ${counted.right}/${counted.all}`));
    await desk.engine.call('earned.list', {});
    for (let mail = 0; mail < 10; mail += 1) {
      desk.mailbox.deliver(
        writeMail({ from: `Cliente <c${mail}@posta.example>`, text: 'Non ho ricevuto i dati di accesso' }),
      );
    }
    await desk.sync();
    for (const { id, decision, revision: at } of (await desk.tickets()).filter((row) => row.id !== 'T-1')) {
      expect(decision).toBe('ask.purchase-details');
      const text = 'Buongiorno, le scriviamo in privato.';
      await desk.engine.call('replies.send', { ticket: id, revision: at, text, macro: null, decision });
    }
    await send(desk);
    desk.clock.advance(8 * DAY);
    await desk.engine.call('earned.list', {});
    await desk.engine.call('earned.list', {});
    expect(fell).toEqual(['ask.purchase-details 0/10']);
  });
});

describe('one in twenty replies that went at one key', () => {
  const earned = { decision: DECISION, allowed: true, reason: 'Read 40 of them' } as const;

  it('is put aside for the lead, whose verdict counts', async () => {
    const desk = await deskWith({ profile: STRICT, secret: () => '00'.repeat(16) });
    await desk.engine.call('earned.allow', earned);
    await accept(desk, false);
    expect(await desk.engine.call('reviews.list', {})).toEqual([]);
    await send(desk);
    const [review, ...others] = await desk.engine.call('reviews.list', {});
    expect(others).toEqual([]);
    expect(review).toMatchObject({ ticket: 'T-1', decision: DECISION, by: 'Anna' });
    expect(review?.text).toContain('Giulia');
    expect(await desk.engine.call('reviews.settle', { id: review?.id ?? '', verdict: 'wrong' })).toEqual({
      settled: true,
    });
    expect(await desk.engine.call('reviews.list', {})).toEqual([]);
    // The first verdict stands.
    expect(await desk.engine.call('reviews.settle', { id: review?.id ?? '', verdict: 'right' })).toEqual({
      settled: false,
    });
    desk.clock.advance(8 * DAY);
    expect((await standing(desk))?.own).toEqual({ right: 0, all: 1 });
    expect(await desk.engine.call('reviews.settle', { id: 'nobody', verdict: 'right' })).toEqual({ settled: false });
  });

  it('the other nineteen are not, nor what was shown first', async () => {
    const rare = await deskWith({ profile: STRICT, secret: () => 'ff'.repeat(16) });
    await rare.engine.call('earned.allow', earned);
    await accept(rare, false);
    expect(await rare.engine.call('reviews.list', {})).toEqual([]);
    const shown = await deskWith({ profile: STRICT, secret: () => '00'.repeat(16) });
    await accept(shown, true);
    expect(await shown.engine.call('reviews.list', {})).toEqual([]);
  });
});
