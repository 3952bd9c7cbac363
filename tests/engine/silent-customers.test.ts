import { describe, expect, it } from 'vitest';
import { saveClocks } from '../../electron/engine/clock/clock-settings';
import { closeSilent } from '../../electron/engine/tickets/close-silent';
import type { Profile } from '../../shared/contract/profile';
import { DEFAULT_CLOCKS } from '../../shared/domain/clock-settings';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { eventually } from '../support/eventually';
import { PROFILE, testOutside } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const ROME = { ...DEFAULT_CLOCKS, timeZone: 'Europe/Rome' };
const DAY = 86_400_000;
const GIULIA = 'Giulia Ferri <giulia@posta.example>';
/** Ten working days after Thursday 15 January at 10:01 in Rome. */
const CLOSES = Date.UTC(2026, 0, 29, 9, 1);
/** Three of them. */
const REMINDS = Date.UTC(2026, 0, 20, 9, 1);

/** Giulia was asked for her number on Thursday 15 January at 10:01, and says nothing. */
async function silence(): Promise<TeamDesk> {
  const desk = await makeTeamDesk();
  // Straight into the store: saved by the desk, the clocks would run from now on, and race with what a test closes itself.
  await desk.store.transaction((db) => saveClocks(db, ROME));
  desk.mailbox.deliver(writeMail({ from: GIULIA, id: 'prima@posta.example' }));
  await desk.sync();
  await accept(desk, 0);
  return desk;
}

async function accept(desk: TeamDesk, index: number): Promise<void> {
  const { revision } = await desk.stored('T-1');
  await desk.engine.call('replies.accept', { ticket: 'T-1', revision, index, confirmed: true, escalate: false });
  desk.clock.advance(60_000);
  await desk.engine.call('outbox.flush', {});
}

const at = (desk: TeamDesk, time: number): void => desk.clock.advance(time - desk.clock.now());
const close = (desk: TeamDesk) =>
  closeSilent({ store: desk.store as never, outside: testOutside(desk.clock), profile: (): Profile => PROFILE });
const open = (desk: TeamDesk) => desk.engine.call('tickets.open', { ticket: 'T-1' });
const firstMacro = async (desk: TeamDesk) => (await open(desk)).case?.suggestions[0]?.macro;

describe('a customer who stays silent', () => {
  it('is reminded after three working days by a text that a person sends', async () => {
    const desk = await silence();
    at(desk, REMINDS - 1);
    expect(await firstMacro(desk)).not.toBe('remind.customer');
    at(desk, REMINDS);
    const [reminder] = (await open(desk)).case?.suggestions ?? [];
    expect(reminder).toMatchObject({ macro: 'remind.customer', to: 'giulia@posta.example', gate: { colour: 'amber' } });
    expect(reminder?.text).toContain('numero di transazione');
    expect(desk.smtp.taken).toHaveLength(1);

    await accept(desk, 0);
    expect(desk.smtp.taken).toHaveLength(2);
    const view = await open(desk);
    expect(view.row.state).toBe('waiting.customer');
    expect(view.case?.suggestions[0]?.macro).not.toBe('remind.customer');
    // A reminder is no second reply of ours, and puts nothing off.
    expect(view.case?.flags.needsPerson).toBe(false);
    expect(view.row.clock?.silence).toEqual({ remindAt: null, closeAt: CLOSES });
  });

  it('closes the ticket after ten working days as "no answer"', async () => {
    const desk = await silence();
    at(desk, CLOSES - 1);
    expect(await close(desk)).toEqual([]);
    at(desk, CLOSES);
    expect(await close(desk)).toEqual(['T-1']);
    const view = await open(desk);
    expect(view.row).toMatchObject({ state: 'done', queue: 'done', noAnswer: true, clock: null });
    expect(view.history.at(-1)).toMatchObject({
      kind: 'no-answer',
      actor: 'desk',
      detail: { from: 'waiting.customer', to: 'done' },
    });
    expect(await close(desk)).toEqual([]);
  });

  it('is "no answer" again where its reopening is taken back', async () => {
    const desk = await silence();
    at(desk, CLOSES);
    await close(desk);
    const { revision } = await desk.stored('T-1');
    const { back } = await desk.engine.call('tickets.reopen', { tickets: [{ ticket: 'T-1', revision }] });
    expect((await open(desk)).row).toMatchObject({ state: 'open', noAnswer: false });
    await desk.engine.call('tickets.putBack', { back: back.map((one) => ({ ...one, was: { ...one.was } })) });
    expect((await open(desk)).row).toMatchObject({ state: 'done', noAnswer: true });
  });

  it('opens it again with an answer, and solved it is no "no answer" any more', async () => {
    const desk = await silence();
    at(desk, CLOSES);
    await close(desk);
    desk.mailbox.deliver(
      writeMail({
        from: GIULIA,
        inReplyTo: 'prima@posta.example',
        text: 'Scusate, eccomi: non entro ancora',
        date: 'Thu, 29 Jan 2026 09:30:00 +0000',
      }),
    );
    desk.clock.advance(3_600_000);
    await desk.sync();
    const view = await open(desk);
    expect(view.row).toMatchObject({ state: 'open', noAnswer: false, clock: { debtor: 'us' } });
    expect(view.history.map(({ kind }) => kind)).toContain('no-answer');
    const { revision } = await desk.stored('T-1');
    await desk.engine.call('tickets.setState', { ticket: 'T-1', revision, to: 'done', snoozeUntil: null });
    expect((await open(desk)).row.noAnswer).toBe(false);
  });

  it('closes nothing while a mail of ours is on its way, or the ticket is somebody else’s turn', async () => {
    const desk = await silence();
    at(desk, CLOSES);
    desk.smtp.away = true;
    const { revision } = await desk.stored('T-1');
    await desk.engine.call('replies.send', {
      ticket: 'T-1',
      revision,
      text: 'Ci sei?',
      macro: 'remind.customer',
      decision: null,
    });
    at(desk, CLOSES + 1000);
    expect(await close(desk)).toEqual([]);

    const other = await silence();
    const seen = await other.stored('T-1');
    await other.engine.call('tickets.setState', {
      ticket: 'T-1',
      revision: seen.revision,
      to: 'waiting.hotmart',
      snoozeUntil: null,
    });
    at(other, CLOSES + 30 * DAY);
    expect(await close(other)).toEqual([]);
  });

  it('closes at once where the team waits for a shorter time from now on', async () => {
    const desk = await silence();
    at(desk, CLOSES - DAY);
    const clocks = { ...ROME, customerReminderDays: 2, customerCloseDays: 5 };
    await desk.engine.call('clocks.save', { clocks });
    await eventually(async () => expect((await open(desk)).row.noAnswer).toBe(true));
  });

  it('is done by the engine that reads the mailbox, within the hour', async () => {
    const desk = await silence();
    desk.engine.start();
    at(desk, CLOSES + 1);
    await eventually(async () => {
      desk.clock.advance(3_600_000);
      expect((await open(desk)).row.noAnswer).toBe(true);
    });
  });
});
