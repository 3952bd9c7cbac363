import { describe, expect, it } from 'vitest';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import type { TeamDesk } from '../support/colleague';
import { GIULIA, MARTA, deskWith, join, part, undo } from '../support/linked-desk';

async function deskOf(...people: readonly string[]): Promise<TeamDesk> {
  const desk = await deskWith(...people);
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  return desk;
}

const caseIn = async (desk: TeamDesk, ticket: string) =>
  (await desk.engine.call('tickets.open', { ticket })).case ?? undefined;
const texts = async (desk: TeamDesk, ticket: string) =>
  ((await caseIn(desk, ticket))?.suggestions ?? []).map(({ macro, text }) => [macro, text]);

describe('"answered by a colleague" above the suggestions', () => {
  it('stands at what agents joined, whoever wrote it, and goes with the link', async () => {
    const desk = await deskOf(GIULIA, MARTA);
    await desk.colleague('Bruno').answer('T-1');
    expect((await caseIn(desk, 'T-2'))?.answered).toBeNull();
    const before = await texts(desk, 'T-2');
    const said = await join(desk, 'T-2', 'T-1');
    const joined = await caseIn(desk, 'T-2');
    expect(joined?.answered).toMatchObject({ by: 'Bruno', ticket: 'T-1' });
    expect(JSON.stringify(joined?.suggestions[0]?.gate)).toContain('answered-elsewhere');
    // Nobody knows that Marta is who bought: her texts do not change by what Giulia was told.
    expect(await texts(desk, 'T-2')).toEqual(before);
    await undo(desk, said);
    expect((await caseIn(desk, 'T-2'))?.answered).toBeNull();
  });

  it('makes a mail of the buyer the second one, where a joined ticket got the same answer', async () => {
    const desk = await deskOf(GIULIA, MARTA);
    await desk.colleague('Bruno').answer('T-2');
    const [first] = await texts(desk, 'T-1');
    await join(desk, 'T-1', 'T-2');
    const [second] = await texts(desk, 'T-1');
    expect([first?.[0], second?.[0]]).toEqual(['club.first-access', 'follow-up.club']);
  });

  it('stands no more at what an agent parted, and neither does its text count as said in this case', async () => {
    const desk = await deskOf(GIULIA, GIULIA);
    const first = (await texts(desk, 'T-2'))[0];
    const parted = await part(desk, 'T-2', 'T-1');
    await desk.colleague('Bruno').answer('T-1');
    expect((await caseIn(desk, 'T-2'))?.answered).toBeNull();
    expect((await texts(desk, 'T-2'))[0]).toEqual(first);
    // As the rule alone has it.
    await undo(desk, parted);
    expect((await caseIn(desk, 'T-2'))?.answered).toMatchObject({ ticket: 'T-1' });
    expect((await texts(desk, 'T-2'))[0]).not.toEqual(first);
  });
});
