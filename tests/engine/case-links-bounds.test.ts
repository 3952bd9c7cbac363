import { describe, expect, it } from 'vitest';
import { eraseTicket } from '../../electron/engine/privacy/erase-ticket';
import { MOST_OF_CASE } from '../../electron/engine/store/claims-table';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, SALES_HEADER, testOutside } from '../support/make-engine';
import type { TeamDesk } from '../support/colleague';
import { GIULIA, MARTA, OFFICE, caseOf, deskWith, join, part, seen, told, undo } from '../support/linked-desk';
import { writeMail } from '../support/write-mail';

const NUMBER = 'HP4410020311';

async function erase(desk: TeamDesk, ticket: string): Promise<void> {
  await desk.store.transaction((db) =>
    eraseTicket({ db, store: desk.store, outside: testOutside(desk.clock), waiting: 'stops' }, ticket, 'Anna'),
  );
}

describe('an office that writes a lot', () => {
  /** T-1 Giulia’s, T-2 the office’s about her purchase, T-3 of the same clerk, then more of the office than are looked at. */
  async function deskOfOffice(): Promise<TeamDesk> {
    const desk = await deskWith();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
    await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    const at = (minute: number) => `Mon, 12 Jan 2026 08:${String(minute).padStart(2, '0')}:00 +0000`;
    const clerk = 'Rita Neri <info@scuola.example>';
    desk.mailbox.deliver(
      writeMail({ from: GIULIA, date: at(0), subject: 'Giulia' }),
      writeMail({ from: clerk, date: at(1), subject: 'Per Giulia', text: `Non accede, l’acquisto è ${NUMBER}` }),
      writeMail({ from: clerk, date: at(2), subject: 'Altro' }),
      ...Array.from({ length: MOST_OF_CASE }, (_none, index) =>
        writeMail({ from: OFFICE, date: at(3 + index), subject: `Ufficio ${index}` }),
      ),
    );
    await desk.sync();
    return desk;
  }

  it('keeps no ticket of the same purchase out of the case', async () => {
    const desk = await deskOfOffice();
    expect((await desk.stored('T-2')).transaction_number).toBe(NUMBER);
    expect(await caseOf(desk, 'T-2')).toEqual(['T-1']);
  });

  it('is offered after what an agent would want to join: the same purchase, then the same person', async () => {
    const desk = await deskOfOffice();
    const offered = await desk.engine.call('tickets.joinable', { ticket: 'T-2', text: '' });
    expect(offered.map(({ ticket }) => ticket).slice(0, 3)).toEqual(['T-1', 'T-3', `T-${MOST_OF_CASE + 3}`]);
  });
});

describe('partings that joining takes back', () => {
  it('are written as that, and hold again by undo', async () => {
    const desk = await deskWith(GIULIA, GIULIA, GIULIA);
    await part(desk, 'T-3', 'T-1');
    const said = await join(desk, 'T-3', 'T-1');
    expect((await told(desk, 'T-2')).at(-1)).toEqual(['case-undone', 'Anna', { ticket: 'T-3', was: 'parted' }]);
    expect((await told(desk, 'T-1')).at(-1)).toEqual(['case-joined', 'Anna', { ticket: 'T-3' }]);
    await undo(desk, said);
    expect((await told(desk, 'T-2')).at(-1)).toEqual(['case-parted', 'Anna', { ticket: 'T-3' }]);
    expect((await told(desk, 'T-1')).at(-1)).toEqual(['case-undone', 'Anna', { ticket: 'T-3', was: 'joined' }]);
    expect(await caseOf(desk, 'T-3')).toEqual([]);
  });
});

describe('a ticket that is erased', () => {
  it('parts nobody whom it held together', async () => {
    const desk = await deskWith(GIULIA, OFFICE, MARTA);
    await join(desk, 'T-1', 'T-2');
    await join(desk, 'T-2', 'T-3');
    await erase(desk, 'T-2');
    expect(await caseOf(desk, 'T-1')).toEqual(['T-3']);
    expect(await caseOf(desk, 'T-3')).toEqual(['T-1']);
  });

  it('joins nobody whom an agent parted', async () => {
    const desk = await deskWith(GIULIA, OFFICE, MARTA);
    await join(desk, 'T-1', 'T-2');
    await join(desk, 'T-2', 'T-3');
    await desk.store.db.insertInto('case_link').values({
      one: 'T-1', other: 'T-3', word: 'parted', by: 'Anna', at: desk.clock.now(), taken_back: 0, revision: 1,
    }).execute(); // prettier-ignore
    await erase(desk, 'T-2');
    expect(await caseOf(desk, 'T-1')).toEqual([]);
  });
});

describe('the undo of a parting', () => {
  it('is refused where the two cases have grown beyond what one can have', async () => {
    const half = MOST_OF_CASE / 2 + 1;
    // All at once: an hour apart they would reach into the future.
    const desk = await deskWith();
    desk.mailbox.deliver(
      ...Array.from({ length: 2 * half }, (_none, index) => writeMail({ from: `P${index} <p${index}@a.it>` })),
    );
    await desk.sync();
    const second = `T-${half + 1}`;
    await join(desk, 'T-1', second);
    const said = await part(desk, second, 'T-1');
    const links = Array.from({ length: half - 1 }, (_none, index) => [
      ['T-1', `T-${index + 2}`],
      [second, `T-${half + index + 2}`],
    ]).flat();
    for (const [one = '', other = ''] of links) {
      const row = { one, other, word: 'joined', by: 'Anna', at: desk.clock.now(), taken_back: 0, revision: 1 };
      await desk.store.db.insertInto('case_link').values(row).execute();
    }
    const before = await seen(desk, 'T-1');
    await expect(undo(desk, said)).rejects.toMatchObject({ code: 'bad-params', reason: 'case-too-large' });
    expect(await seen(desk, 'T-1')).toEqual(before);
    expect(await caseOf(desk, 'T-1')).not.toContain(second);
  });
});
