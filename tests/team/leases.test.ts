import { describe, expect, it } from 'vitest';
import { askForLease, giveLeaseBack, refuseLate } from '../../electron/engine/store/leases';
import type { Applicant } from '../../electron/engine/store/leases';
import type { Store } from '../../electron/engine/store/store';
import { makeTeam, makeTeamStore } from '../support/team-store';

const anna: Applicant = { desk: 'desk-anna', name: 'Anna', isPreferred: false, mailboxes: ['main'], troubles: [] };
const bruno: Applicant = { desk: 'desk-bruno', name: 'Bruno', isPreferred: false, mailboxes: ['main'], troubles: [] };
const server: Applicant = { desk: 'desk-server', name: 'Server', isPreferred: true, mailboxes: ['main'], troubles: [] };

/** Time passes at the server: the lease in force ends. */
const runOut = (store: Store) => store.db.updateTable('lease').set({ until_at: 1 }).execute();

async function twoDesks() {
  const team = await makeTeam();
  return [await makeTeamStore({ team }), await makeTeamStore({ team })] as const;
}

describe('a lease', () => {
  it('is given to one of two that ask at once', async () => {
    const [one, other] = await twoDesks();
    const answers = await Promise.all([askForLease(one, 'mailbox', anna), askForLease(other, 'mailbox', bruno)]);
    expect(answers.map((answer) => answer.kind).sort()).toEqual(['elsewhere', 'held']);
  });

  it('stays with its holder and names him to others', async () => {
    const [one, other] = await twoDesks();
    expect(await askForLease(one, 'mailbox', anna)).toEqual({ kind: 'held', fence: 1, isWanted: false });
    expect(await askForLease(other, 'mailbox', bruno)).toEqual({
      kind: 'elsewhere',
      holder: 'Anna',
      troubles: [],
      mailboxes: ['main'],
    });
    expect(await askForLease(one, 'mailbox', anna)).toEqual({ kind: 'held', fence: 1, isWanted: false });
  });

  it('goes to another with the next number when it ran out, and when it was given back', async () => {
    const [one, other] = await twoDesks();
    await askForLease(one, 'mailbox', anna);
    await runOut(one);
    expect(await askForLease(other, 'mailbox', bruno)).toEqual({ kind: 'held', fence: 2, isWanted: false });
    await giveLeaseBack(other, 'mailbox', bruno.desk, 2);
    expect(await askForLease(one, 'mailbox', anna)).toEqual({ kind: 'held', fence: 3, isWanted: false });
  });

  it('is another tenure for its own holder, too, once it ran out', async () => {
    const [one] = await twoDesks();
    await askForLease(one, 'mailbox', anna);
    await runOut(one);
    expect(await askForLease(one, 'mailbox', anna)).toEqual({ kind: 'held', fence: 2, isWanted: false });
  });

  it('is wanted by a server without a window, which then has it before any desk', async () => {
    const [one, other] = await twoDesks();
    await askForLease(one, 'mailbox', anna);
    expect(await askForLease(other, 'mailbox', server)).toEqual({
      kind: 'elsewhere',
      holder: 'Anna',
      troubles: [],
      mailboxes: ['main'],
    });
    expect(await askForLease(one, 'mailbox', anna)).toEqual({ kind: 'held', fence: 1, isWanted: true });
    await giveLeaseBack(one, 'mailbox', anna.desk, 1);
    expect(await askForLease(one, 'mailbox', bruno)).toMatchObject({ kind: 'elsewhere' });
    expect(await askForLease(other, 'mailbox', server)).toEqual({ kind: 'held', fence: 2, isWanted: false });
  });

  describe('whose holder cannot serve a mailbox', () => {
    const error = {
      code: 'imap-auth',
      message: 'The password was refused',
      action: 'Type it again.',
      retryable: false,
      detail: { host: 'mail.example', port: 993, user: 'vendas', text: '' },
    } as const;
    const troubles = [{ mailbox: 'vendas', error }];
    const troubled = (one: Applicant): Applicant => ({ ...one, troubles });
    const held = { kind: 'held', isWanted: false };

    it('goes to a colleague who can serve all, even from a server without a window', async () => {
      const [one, other] = await twoDesks();
      await askForLease(one, 'mailbox', troubled(server));
      expect(await askForLease(other, 'mailbox', bruno)).toEqual({
        kind: 'elsewhere',
        holder: 'Server',
        troubles,
        mailboxes: ['main'],
      });
      expect(await askForLease(one, 'mailbox', troubled(server))).toMatchObject({ kind: 'held', isWanted: true });
      await giveLeaseBack(one, 'mailbox', server.desk, 1);
      expect(await askForLease(one, 'mailbox', troubled(server))).toMatchObject({ kind: 'elsewhere' });
      expect(await askForLease(other, 'mailbox', bruno)).toMatchObject(held);
      expect(await askForLease(one, 'mailbox', troubled(server))).toMatchObject({ kind: 'elsewhere' });
      expect(await askForLease(other, 'mailbox', bruno)).toMatchObject(held);
    });

    it('stays where it is as long as every colleague lacks one, too', async () => {
      const [one, other] = await twoDesks();
      await askForLease(one, 'mailbox', troubled(anna));
      expect(await askForLease(other, 'mailbox', troubled(bruno))).toMatchObject({ kind: 'elsewhere' });
      expect(await askForLease(other, 'mailbox', troubled(server))).toMatchObject({ kind: 'elsewhere' });
      expect(await askForLease(one, 'mailbox', troubled(anna))).toMatchObject(held);
    });

    it('is taken by whoever asks once it is free: somebody reads the others', async () => {
      const [one, other] = await twoDesks();
      await askForLease(one, 'mailbox', anna);
      await runOut(one);
      expect(await askForLease(other, 'mailbox', troubled(bruno))).toMatchObject(held);
    });
  });

  describe('whose holder lists fewer mailboxes', () => {
    const listing = (one: Applicant, ...mailboxes: readonly string[]): Applicant => ({ ...one, mailboxes });

    it('stays, and says what it lists to who lists more', async () => {
      const [one, other] = await twoDesks();
      await askForLease(one, 'mailbox', anna);
      const both = listing(bruno, 'main', 'vendas');
      expect(await askForLease(other, 'mailbox', both)).toMatchObject({ kind: 'elsewhere', mailboxes: ['main'] });
      expect(await askForLease(one, 'mailbox', anna)).toMatchObject({ kind: 'held', isWanted: false });
    });

    it('says so anew once its profile lists it', async () => {
      const [one, other] = await twoDesks();
      await askForLease(one, 'mailbox', anna);
      await askForLease(one, 'mailbox', listing(anna, 'main', 'vendas'));
      const both = listing(bruno, 'main', 'vendas');
      expect(await askForLease(other, 'mailbox', both)).toMatchObject({ mailboxes: ['main', 'vendas'] });
    });

    it('is unknown of a desk whose program does not say it', async () => {
      const [one, other] = await twoDesks();
      await askForLease(one, 'mailbox', anna);
      for (const mailboxes of [null, 'no JSON', '{"main":1}']) {
        await one.db.updateTable('lease').set({ mailboxes }).execute();
        const answer = await askForLease(other, 'mailbox', listing(bruno, 'main', 'vendas'));
        expect(answer).toMatchObject({ kind: 'elsewhere', mailboxes: null });
      }
    });
  });

  it('keeps nothing of a transaction whose tenure is over', async () => {
    const [one, other] = await twoDesks();
    await askForLease(one, 'outbox', anna);
    const write = (name: string) =>
      one.transaction(async (db) => {
        await db.insertInto('setting').values({ name, value: '' }).execute();
        await refuseLate(db, one, 'outbox', 1);
      });
    await write('written in time');
    await runOut(one);
    await askForLease(other, 'outbox', bruno);
    await expect(write('written late')).rejects.toMatchObject({ code: 'lease-lost', detail: { holder: 'Bruno' } });
    const rows = await one.db.selectFrom('setting').select('name').where('name', 'like', 'written%').execute();
    expect(rows).toEqual([{ name: 'written in time' }]);
  });

  it('ends at the server also for a transaction that began in time', async () => {
    const [one, other] = await twoDesks();
    await askForLease(one, 'outbox', anna);
    let runs = 0;
    const late = one.transaction(async (db) => {
      runs += 1;
      await refuseLate(db, one, 'outbox', 1);
      // Meanwhile the holder is paused, and another one takes over.
      if (runs === 1) {
        await runOut(other);
        await askForLease(other, 'outbox', bruno);
      }
      await db.updateTable('lease').set({ wanted_by: 'late' }).where('name', '=', 'outbox').execute();
    });
    await expect(late).rejects.toMatchObject({ code: 'lease-lost' });
    expect(runs).toBe(2);
  });
});
