import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { restoreProfile } from '../../electron/engine/copies/restore-profile';
import { openStore } from '../../electron/engine/store/open-store';
import { saveClubAccess } from '../../electron/engine/store/club-access-table';
import { saveSubscriptions } from '../../electron/engine/store/subscriptions-table';
import { collectGarbage } from '../support/collect-garbage';
import { eventually } from '../support/eventually';
import { PROFILE, SALES_HEADER, GIULIA_SALE, makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { silentLog } from '../support/make-store';
import { erase, hits, HER_SALES, personAtDesk, PERSON } from '../support/person-at-desk';
import { writeMail } from '../support/write-mail';

const DAY = 86_400_000;

/** The purchase rows of a closed desk. */
async function atStore<T>(
  desk: TestDesk,
  look: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>,
): Promise<T> {
  await desk.engine.close();
  await collectGarbage();
  const path = join(desk.profileDir, 'store.db');
  const store = await openStore({ path, key: null, clock: desk.clock, log: silentLog });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

describe('who was erased does not come back', () => {
  it('with the same file: the sale stays, its buyer stays empty; a later sale has its buyer', async () => {
    const { desk } = await personAtDesk();
    await erase(desk);
    desk.clock.advance(30 * DAY);
    const refunded = GIULIA_SALE.replace('APPROVED', 'REFUNDED');
    const later = GIULIA_SALE.replace('HP4410020311', 'HP4410029999').replaceAll('2026-01-02', '2026-02-10');
    await desk.importCsv('sales', HER_SALES('Giulia Ferri'));
    await desk.importCsv('sales', [SALES_HEADER, refunded, later].join('\n'));
    rmSync(join(desk.profileDir, 'sales.csv'));
    const rows = await atStore(desk, ({ db }) =>
      db
        .selectFrom('purchase')
        .select(['transaction_number', 'status_word', 'buyer_name', 'buyer_email', 'buyer_folded', 'buyer_mirrored'])
        .orderBy('transaction_number')
        .execute(),
    );
    expect(rows).toEqual([
      {
        transaction_number: 'HP4410020311',
        status_word: 'REFUNDED',
        buyer_name: '',
        buyer_email: '',
        buyer_folded: '',
        buyer_mirrored: '',
      },
      expect.objectContaining({ transaction_number: 'HP4410029999', buyer_name: 'Giulia Ferri', buyer_folded: PERSON }),
    ]);
  });

  it('as a subscriber or a member that Hotmart still lists', async () => {
    const { desk } = await personAtDesk();
    await erase(desk);
    const by = { importId: null, asOf: desk.clock.now(), at: desk.clock.now() };
    const one = (subscriberCode: string, startedAt: number) => ({
      subscriberCode,
      productId: '41',
      productName: 'Pasta',
      buyerFolded: PERSON,
      statusWord: 'ACTIVE',
      planName: '',
      startedAt,
      endedAt: null,
      nextChargeAt: null,
    });
    const member = (slug: string, firstAccessAt: number) => ({
      area: { kind: 'club' as const, slug },
      memberFolded: PERSON,
      statusWord: 'ACTIVE',
      firstAccessAt,
      lastAccessAt: null,
    });
    const kept = await atStore(desk, async ({ db }) => {
      const now = desk.clock.now();
      await saveSubscriptions(db, [one('old', now - DAY), one('new', now + 2 * DAY)], by);
      await saveClubAccess(db, [member('old', now - DAY), member('new', now + 2 * DAY)], by);
      const subscriptions = await db.selectFrom('subscription').select(['subscriber_code', 'buyer_folded']).execute();
      return { subscriptions, members: await db.selectFrom('club_access').select('area').execute() };
    });
    expect(kept.subscriptions).toEqual([
      { subscriber_code: 'old', buyer_folded: '' },
      { subscriber_code: 'new', buyer_folded: PERSON },
    ]);
    expect(kept.members).toEqual([{ area: 'club:new' }]);
  });

  it('with a copy from before: its restore erases again, and what came later stays', async () => {
    const { desk, canaries } = await personAtDesk();
    const copy = join(desk.profileDir, 'before.db');
    await desk.engine.call('copies.write', { path: copy });
    // Not in the copy: the mailbox gives it again after the restore.
    desk.mailbox.deliver(
      writeMail({ from: `Giulia <${PERSON}>`, text: 'kanarienvogelnachher', id: 'mezzo@posta.example' }),
    );
    desk.clock.advance(DAY);
    await desk.sync();
    await erase(desk);
    desk.clock.advance(3 * DAY);
    desk.mailbox.deliver(writeMail({ from: `Giulia <${PERSON}>`, text: 'Di nuovo io', id: 'dopo@posta.example' }));
    await desk.engine.close();
    await collectGarbage();
    await restoreProfile(
      { profileDir: desk.profileDir, profile: PROFILE, storeKey: null, outside: { clock: desk.clock, log: silentLog } },
      copy,
    );
    rmSync(copy);
    expect(hits(desk.profileDir, [PERSON])).toEqual([PERSON]);

    const again = await desk.reopen();
    again.engine.start();
    await again.sync();
    const words = [...canaries, 'kanarienvogelnachher'];
    await eventually(() => expect(hits(again.profileDir, words)).toEqual([]));
    const hers = (await again.tickets()).filter((row) => row.requesterAddress === PERSON);
    expect(hers).toMatchObject([{ state: 'open', erased: false, preview: 'Di nuovo io' }]);
    // The list beside the store names nobody.
    expect(hits(again.profileDir, [PERSON]).length).toBe(1);
  }, 60_000);

  it('and a desk where nobody was erased keeps no list', async () => {
    const desk = await makeDesk({ team: null });
    await desk.importCsv('sales', HER_SALES('Giulia Ferri'));
    expect(existsSync(join(desk.profileDir, 'store.db.erased'))).toBe(false);
  });
});
