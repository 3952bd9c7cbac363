import { describe, expect, it } from 'vitest';
import { PRODUCTS_HEADER, SALES_HEADER, makeDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const SALE = (status: string) =>
  `${SALES_HEADER}\nHP4400000001,${status},2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,41,Pasta,Nonna,Giulia,giulia@posta.example,,49.00,EUR\n`;
const UNRULED = `${PRODUCTS_HEADER}\n41,Pasta,,,Nonna,nonna@cucina.example\n`;

async function deskWith(status: string) {
  const desk = await makeDesk();
  await desk.importCsv('products', UNRULED);
  await desk.importCsv('sales', SALE(status));
  desk.mailbox.deliver(writeMail({ text: "Non ho ricevuto l'email per entrare. HP4400000001", subject: 'Accesso' }));
  await desk.sync();
  const history = async () => (await desk.engine.call('tickets.open', { ticket: 'T-1' })).history;
  return { desk, history };
}

describe('the history of a ticket', () => {
  it('says on which clues and row it was decided', async () => {
    const { history } = await deskWith('APPROVED');
    expect((await history()).find(({ kind }) => kind === 'decided')).toMatchObject({
      actor: 'desk',
      detail: {
        decision: 'classify.product',
        rule: 8,
        intent: 'access.email_missing',
        transaction: 'HP4400000001',
        basis: 'transaction',
        identity: 'buyer',
      },
    });
  });

  it('says who ruled its product before it was decided again', async () => {
    const { desk, history } = await deskWith('APPROVED');
    await desk.engine.call('products.rule', { productId: '41', delivery: 'club' });
    const [ruled, decided] = (await history()).slice(-2);
    expect(ruled).toMatchObject({ kind: 'ruled', actor: 'Anna', detail: { product: '41', delivery: 'club' } });
    expect(decided).toMatchObject({ kind: 'decided', detail: { was: 'classify.product' } });
  });

  it('says who ruled what its status means', async () => {
    const { desk, history } = await deskWith('IN_ORBIT');
    await desk.engine.call('statuses.rule', { word: 'IN_ORBIT', status: 'pending' });
    const [ruled, decided] = (await history()).slice(-2);
    expect(ruled).toMatchObject({ kind: 'ruled', actor: 'Anna', detail: { word: 'IN_ORBIT', status: 'pending' } });
    expect(decided).toMatchObject({ kind: 'decided', detail: { decision: 'purchase.pending' } });
  });
});
