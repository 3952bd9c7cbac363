import { describe, expect, it } from 'vitest';
import { labelKey, labelName } from '../../shared/domain/label';
import type { Labelling } from '../../shared/contract/labels';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { writeMail } from '../support/write-mail';

async function deskWith(count: number): Promise<TeamDesk> {
  const desk = await makeTeamDesk();
  for (let index = 0; index < count; index += 1) {
    const date = `Mon, 12 Jan 2026 09:0${index}:00 +0000`;
    desk.mailbox.deliver(writeMail({ from: `p${index}@posta.example`, date, subject: `Accesso ${index}` }));
  }
  await desk.sync();
  return desk;
}

const put = (desk: TeamDesk, ...changes: readonly Labelling[]) =>
  desk.engine.call('labels.put', {
    changes: changes.map(({ ticket, add, remove }) => ({ ticket, add: [...add], remove: [...remove] })),
  });
const add = (ticket: string, ...names: readonly string[]): Labelling => ({ ticket, add: names, remove: [] });
const view = (desk: TeamDesk, ticket: string) => desk.engine.call('tickets.open', { ticket });
const namesOn = async (desk: TeamDesk, ticket: string) =>
  (await view(desk, ticket)).row.labels.map((label) => label.name);

describe('a label', () => {
  it('is made by its name, stands on the ticket and on its row, and says in the history who put it there', async () => {
    const desk = await deskWith(1);
    await put(desk, add('T-1', '  Rimborso   urgente '));
    expect((await view(desk, 'T-1')).row.labels).toEqual([{ name: 'Rimborso urgente', colour: 'blue' }]);
    expect((await desk.tickets())[0]?.labels).toEqual([{ name: 'Rimborso urgente', colour: 'blue' }]);
    expect((await view(desk, 'T-1')).history.at(-1)).toMatchObject({
      kind: 'labelled',
      actor: 'Anna',
      detail: { label: 'Rimborso urgente' },
    });
  });

  it('is one label however it is typed, and keeps its first spelling', async () => {
    const desk = await deskWith(2);
    await put(desk, add('T-1', 'Città'));
    await put(desk, add('T-2', 'CITTA'));
    expect(await namesOn(desk, 'T-2')).toEqual(['Città']);
    expect(await desk.engine.call('labels.list', { tickets: ['T-2'] })).toEqual([
      { name: 'Città', colour: 'blue', tickets: 2, on: 1 },
    ]);
  });

  it('comes back and goes again by what the call answered, on every ticket of the selection at once', async () => {
    const desk = await deskWith(3);
    await put(desk, add('T-2', 'vip'));
    const { back } = await put(desk, add('T-1', 'vip'), add('T-2', 'vip'), add('T-3', 'vip'));
    expect(back.map((one) => one.ticket)).toEqual(['T-1', 'T-3']);
    await put(desk, ...back);
    expect(await Promise.all(['T-1', 'T-2', 'T-3'].map((id) => namesOn(desk, id)))).toEqual([[], ['vip'], []]);
    expect((await view(desk, 'T-3')).history.at(-1)).toMatchObject({ kind: 'unlabelled', detail: { label: 'vip' } });
  });

  it('is offered no more once no ticket carries it', async () => {
    const desk = await deskWith(1);
    const { back } = await put(desk, add('T-1', 'prova'));
    await put(desk, ...back);
    expect(await desk.engine.call('labels.list', { tickets: [] })).toEqual([]);
  });

  it('holds no reply back: the revision that an agent saw still stands', async () => {
    const desk = await deskWith(1);
    const { revision } = await desk.stored('T-1');
    await put(desk, add('T-1', 'vip'));
    expect((await desk.stored('T-1')).revision).toBe(revision);
  });

  it('is refused above twenty on one ticket, and then nothing of that call is written', async () => {
    const desk = await deskWith(2);
    const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
    await put(desk, add('T-1', ...names));
    await expect(put(desk, add('T-2', 'more'), add('T-1', 'more'))).rejects.toMatchObject({ code: 'bad-params' });
    expect(await namesOn(desk, 'T-2')).toEqual([]);
  });
});

describe('the name of a label', () => {
  it('is one line, and compared without case and accents', () => {
    expect(labelName(' da\n rivedere ')).toBe('da rivedere');
    expect(labelKey('Da Rivedere')).toBe(labelKey('da  rivederé'));
  });
});
