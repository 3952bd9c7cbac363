import { expect, it } from 'vitest';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { writeMail } from '../support/write-mail';

const GIULIA = 'Giulia Ferri <giulia@posta.example>';
const FORGED = ['Authentication-Results: mx.support.example; dmarc=fail header.from=posta.example'];

/** Giulia asks as T-1; somebody in her name, whom her own domain disowns, as T-2. */
async function deskWithForger(): Promise<TeamDesk> {
  const desk = await makeTeamDesk();
  desk.mailbox.deliver(writeMail({ from: GIULIA, date: 'Mon, 12 Jan 2026 09:00:00 +0000', subject: 'Accesso' }));
  desk.mailbox.deliver(
    writeMail({ from: GIULIA, headers: FORGED, date: 'Mon, 12 Jan 2026 10:00:00 +0000', subject: 'Accesso di nuovo' }),
  );
  await desk.sync();
  return desk;
}

it('a forged mail is of the case, but its answer closes nothing of whom it names, nor the other way round', async () => {
  const desk = await deskWithForger();
  expect(await desk.engine.call('tickets.case', { ticket: 'T-2' })).toMatchObject([{ ticket: 'T-1', same: false }]);
  for (const [answered, ticket] of [
    ['T-2', 'T-1'],
    ['T-1', 'T-2'],
  ] as const) {
    const tickets = [{ ticket, revision: (await desk.stored(ticket)).revision }];
    await expect(desk.engine.call('tickets.closeCase', { answered, tickets })).rejects.toMatchObject({
      code: 'bad-params',
    });
  }
  expect((await desk.stored('T-1')).state).toBe('open');
});

it('two mails by one form that names nobody are not one person', async () => {
  const desk = await makeTeamDesk();
  for (const hour of [8, 9]) {
    const date = `Mon, 12 Jan 2026 0${hour}:00:00 +0000`;
    desk.mailbox.deliver(writeMail({ from: 'info@negozio.example', date, subject: `Accesso ${hour}` }));
  }
  await desk.sync();
  const tickets = [{ ticket: 'T-1', revision: (await desk.stored('T-1')).revision }];
  await expect(desk.engine.call('tickets.closeCase', { answered: 'T-2', tickets })).rejects.toMatchObject({
    code: 'bad-params',
  });
});

it('nor does an answer close what the same person asked long before: that is another case', async () => {
  const desk = await makeTeamDesk();
  for (const day of [2, 12]) {
    const date = `${day === 2 ? 'Fri, 0' : 'Mon, '}${day} Jan 2026 09:00:00 +0000`;
    desk.mailbox.deliver(writeMail({ from: GIULIA, date, subject: `Accesso ${day}` }));
  }
  await desk.sync();
  expect(await desk.engine.call('tickets.case', { ticket: 'T-2' })).toEqual([]);
  const tickets = [{ ticket: 'T-1', revision: (await desk.stored('T-1')).revision }];
  await expect(desk.engine.call('tickets.closeCase', { answered: 'T-2', tickets })).rejects.toMatchObject({
    code: 'bad-params',
  });
});

it('who blocks him is told that nothing proves the sender', async () => {
  const desk = await deskWithForger();
  expect(await desk.engine.call('senders.about', { ticket: 'T-2' })).toMatchObject({ unproven: true });
  expect(await desk.engine.call('senders.about', { ticket: 'T-1' })).toMatchObject({ unproven: false });
});
