import { describe, expect, test } from 'vitest';
import type { Profile } from '../../shared/contract/profile';
import { teamWithRights } from '../support/made-team';
import { CLUB_PRODUCT, GIULIA_SALE, PRODUCTS_HEADER, PROFILE, SALES_HEADER, makeDesk } from '../support/make-engine';
import type { MakeDeskOptions, TestDesk } from '../support/make-engine';
import { ending, move, urlOf } from '../support/moved-profile';
import { writeMail } from '../support/write-mail';

const ADA: Profile = { ...PROFILE, agent: { name: 'Ada', email: 'ada@corsi.example' } };
const QUERIES = ['accesso', 'perche citta', 'HP4410020311', 'giulia@posta', 'rifiutata', 'nobody'];

/** A desk on a file with two tickets and their purchase. */
async function deskWithMail(): Promise<TestDesk> {
  const desk = await makeDesk({ profile: ADA, team: null });
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  desk.mailbox.deliver(
    writeMail({ text: 'Non mi arriva la mail di accesso per HP4410020311' }),
    writeMail({ from: 'Marco <marco@correio.example>', text: 'Perché la password della città è rifiutata?' }),
  );
  await desk.sync();
  return desk;
}

const accept = async (desk: TestDesk, ticket: string) =>
  desk.engine.call('replies.accept', {
    ticket,
    revision: (await desk.tickets()).find((row) => row.id === ticket)?.revision ?? -1,
    index: 0,
    confirmed: true,
    escalate: false,
  });

async function found(desk: TestDesk): Promise<readonly (readonly string[])[]> {
  const pages = await Promise.all(QUERIES.map((query) => desk.engine.call('tickets.search', { query, limit: 10 })));
  return pages.map(({ rows }) => rows.map(({ id }) => id).sort());
}

/** The same person's desk again, where the profile's store is now. */
const again = ({ profileDir, clock, mailbox }: TestDesk, on: Pick<MakeDeskOptions, 'team' | 'profile'>) =>
  makeDesk({ profile: ADA, profileDir, clock, mailbox, ...on });

async function send(desk: TestDesk): Promise<void> {
  desk.clock.advance(10_000);
  await desk.engine.flushOutbox();
}

describe('a desk whose store moves to a team and back', () => {
  test('finds what it found, brings no mail twice, and sends each reply once', async () => {
    const alone = await deskWithMail();
    const words = await found(alone);
    expect(words).toEqual([['T-1', 'T-2'], ['T-2'], ['T-1'], ['T-1'], ['T-2'], []]);
    await alone.engine.call('drafts.save', { ticket: 'T-2', text: 'Comincio a scrivere' });
    await accept(alone, 'T-1');
    await alone.engine.close();
    expect(alone.smtp.taken).toEqual([]);

    const team = await teamWithRights();
    expect(ending(await move(alone.profileDir, '--to', urlOf(team)))).toMatchObject({ code: 0 });
    // Whoever opens the old store all the same sends nothing from it.
    await expect(again(alone, { team: null })).rejects.toMatchObject({ code: 'store-moved' });
    const together = await again(alone, { team: team.as(team.admin) });
    expect(await found(together)).toEqual(words);
    await together.sync();
    expect(await together.tickets()).toHaveLength(2);
    expect((await together.engine.call('tickets.open', { ticket: 'T-2' })).draft).toContain('Comincio');
    await send(together);
    await send(together);
    expect(together.smtp.taken).toHaveLength(1);
    together.mailbox.deliver(writeMail({ from: 'Eva <eva@posta.example>', text: 'Una domanda nuova' }));
    await together.sync();
    expect((await together.tickets()).map(({ id }) => id)).toEqual(['T-1', 'T-2', 'T-3']);
    const more = await found(together);
    await together.engine.close();

    const back = await move(alone.profileDir, '--to', 'file', '--unencrypted');
    expect(ending(back)).toMatchObject({ code: 0 });
    await expect(again(alone, { team: team.as(team.admin) })).rejects.toMatchObject({ code: 'store-moved' });
    const store = { kind: 'sqlite', encryption: 'none', path: `store-${team.schema}.db` } as const;
    const home = await again(alone, { team: null, profile: { ...ADA, store } });
    await home.sync();
    expect((await home.tickets()).map(({ id }) => id)).toEqual(['T-1', 'T-2', 'T-3']);
    expect(await found(home)).toEqual(more);
    await send(home);
    expect(home.smtp.taken).toEqual([]);
  });
});
