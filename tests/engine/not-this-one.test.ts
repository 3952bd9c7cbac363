import { describe, expect, it } from 'vitest';
import type { ParamsOf } from '../../shared/contract/engine-api';
import { CLUB_PRODUCT, GIULIA_SALE, makeDesk, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const FIRST = 'HP4410020311';
const SECOND = 'HP4410020399';
const SECOND_SALE = `${SECOND},APPROVED,2026-01-05T14:24:00Z,2026-01-05T14:25:00Z,42,Pane,Nonna,Giulia Ferri,giulia@posta.example,,49.00,EUR`;
const NAMED = `Non riesco ad accedere, transazione ${FIRST}`;

async function deskWith(text: string, ...sales: readonly string[]): Promise<TestDesk> {
  const desk = await makeDesk();
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.importCsv('sales', `${[SALES_HEADER, ...sales].join('\n')}\n`);
  desk.mailbox.deliver(writeMail({ subject: 'Accesso', text }));
  await desk.sync();
  return desk;
}

const view = async (desk: TestDesk) => (await desk.engine.call('tickets.open', { ticket: 'T-1' })).case;
async function correct(
  desk: TestDesk,
  change: Pick<ParamsOf<'tickets.correct'>, 'field'> & { readonly value: unknown },
): Promise<void> {
  const { row } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
  const params = { ticket: 'T-1', revision: row.revision, ...change };
  await desk.engine.call('tickets.correct', params as ParamsOf<'tickets.correct'>);
}

describe('"not this one"', () => {
  it('takes the purchase off the ticket: the requester’s other one is next', async () => {
    const desk = await deskWith(NAMED, GIULIA_SALE, SECOND_SALE);
    expect((await view(desk))?.match.purchase?.transaction).toBe(FIRST);
    await correct(desk, { field: 'refused', value: [FIRST] });
    expect((await view(desk))?.match.purchase?.transaction).toBe(SECOND);
    expect(await desk.tickets()).toMatchObject([{ transaction: SECOND }]);
  });

  it('leaves the question for the purchase where there is no other, and says of no known number that it is unknown', async () => {
    const desk = await deskWith(NAMED, GIULIA_SALE);
    await correct(desk, { field: 'refused', value: [FIRST] });
    const now = await view(desk);
    expect(now).toMatchObject({ match: { status: 'unmatched' }, decision: { id: 'ask.purchase-details' } });
    expect(now?.match.hints.map(({ kind }) => kind)).not.toContain('number-unknown');
    expect(now?.flags.perhapsNewer).toBe(false);
  });

  it('sticks when the customer writes again and when purchases are imported', async () => {
    const desk = await deskWith(NAMED, GIULIA_SALE, SECOND_SALE);
    await correct(desk, { field: 'refused', value: [FIRST] });
    desk.mailbox.deliver(writeMail({ subject: 'Re: Accesso', text: `Ancora niente, ${FIRST}`, inReplyTo: 'mail-0@x' }));
    await desk.sync();
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE.replace('49.00', '59.00')}\n`);
    expect((await view(desk))?.match.purchase?.transaction).toBe(SECOND);
    expect((await view(await desk.reopen()))?.corrected.refused).toEqual([FIRST]);
  });

  it('takes every payment of the subscription off, and is not offered as another reading', async () => {
    const renewal = GIULIA_SALE.replace(FIRST, 'HP4410020377')
      .replace('2026-01-02', '2025-12-02')
      .replace(',,49', ',2,49');
    const desk = await deskWith(NAMED, GIULIA_SALE, renewal, SECOND_SALE);
    await correct(desk, { field: 'refused', value: [FIRST] });
    const now = await view(desk);
    expect(now?.match.purchase?.transaction).toBe(SECOND);
    expect(now?.suggestions.filter(({ otherReading }) => otherReading?.clue === 'product')).toEqual([]);
  });

  it('is kept as a labelled case: the desk had matched a wrong one', async () => {
    const desk = await deskWith(NAMED, GIULIA_SALE, SECOND_SALE);
    await correct(desk, { field: 'refused', value: [FIRST] });
    expect(await desk.engine.call('evaluation.corrected', {})).toEqual([
      { ticket: 'T-1', field: 'transaction', wanted: 'another purchase', got: FIRST },
    ]);
  });

  it('is taken back, and gives way to a link made by hand', async () => {
    const desk = await deskWith(NAMED, GIULIA_SALE, SECOND_SALE);
    await correct(desk, { field: 'refused', value: [FIRST] });
    await correct(desk, { field: 'refused', value: [] });
    expect((await view(desk))?.match.purchase?.transaction).toBe(FIRST);
    await correct(desk, { field: 'refused', value: [FIRST] });
    await correct(desk, { field: 'transaction', value: FIRST });
    expect(await view(desk)).toMatchObject({
      match: { purchase: { transaction: FIRST } },
      corrected: { refused: [], transaction: FIRST },
    });
    await correct(desk, { field: 'refused', value: [FIRST] });
    expect(await view(desk)).toMatchObject({
      match: { purchase: { transaction: SECOND } },
      corrected: { refused: [FIRST], transaction: null },
    });
  });
});
