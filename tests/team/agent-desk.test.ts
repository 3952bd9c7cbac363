import { expect, inject, onTestFinished, test } from 'vitest';
import type { TeamConnection } from '../../electron/engine/store/postgres/team-address';
import { teamWithRights } from '../support/made-team';
import { CLUB_PRODUCT, makeDesk, PRODUCTS_HEADER, PROFILE, SALES_HEADER } from '../support/make-engine';
import { startPgBouncer } from '../support/pgbouncer';
import { sendWhileTimeGoes } from '../support/send-while-time-goes';
import { writeMail } from '../support/write-mail';

const SALE = `${SALES_HEADER}\nHP4400000001,APPROVED,2026-01-02T14:24:00Z,2026-01-02T14:25:00Z,41,Pasta,Nonna,Marta,marta@posta.example,,49.00,EUR\n`;
const QUESTION = writeMail({
  from: 'marta@posta.example',
  subject: 'Accesso',
  text: "Non ho ricevuto l'email per entrare. HP4400000001",
});

/** Two agents and a lead at their desks, each with the login of its own and no more rights than its role has. */
async function desks(
  reach: (connection: TeamConnection) => TeamConnection,
  team: Awaited<ReturnType<typeof teamWithRights>>,
) {
  const login = async (name: string, role: 'agent' | 'lead') => reach(team.as(await team.add(name, role)));
  const agent = (name: string) => ({ name, email: `${name.toLowerCase()}@corsi.example` });
  const anna = await makeDesk({ team: await login('Anna', 'agent') });
  const next = async (name: string, role: 'agent' | 'lead') =>
    makeDesk({
      team: await login(name, role),
      profile: { ...PROFILE, agent: agent(name) },
      clock: anna.clock,
      mailbox: anna.mailbox,
    });
  return { anna, bruno: await next('Bruno', 'agent'), lia: await next('Lia', 'lead') };
}

test.each(['PostgreSQL', 'PgBouncer in transaction mode'])(
  "agents do a team's daily work through %s with the rights of their roles",
  async (through) => {
    const team = await teamWithRights();
    const pooler = through === 'PostgreSQL' ? null : await startPgBouncer(inject('postgres'), team.database);
    if (pooler) onTestFinished(() => pooler.stop());
    const { anna, bruno, lia } = await desks(
      (connection) =>
        pooler === null
          ? connection
          : {
              ...connection,
              config: { ...connection.config, port: pooler.port },
              at: { ...connection.at, port: pooler.port },
            },
      team,
    );
    await anna.importCsv('sales', SALE);
    await anna.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
    anna.mailbox.deliver(QUESTION);
    await anna.sync();
    const [seen] = await bruno.tickets();
    if (!seen) throw new Error('Bruno sees no ticket');
    const { id } = seen;
    await bruno.engine.call('tickets.note', { ticket: id, text: 'La conosco.' });
    await bruno.engine.call('drafts.save', { ticket: id, text: 'Ciao Marta' });
    const row = (await bruno.tickets())[0] ?? seen;
    await bruno.engine.call('replies.accept', {
      ticket: id,
      revision: row.revision,
      index: 0,
      confirmed: true,
      escalate: false,
    });

    // Anna's desk has the seat of the outbox: she sends what Bruno accepted, but does not take it away from him.
    const [waiting] = await anna.engine.call('outbox.list', {});
    const discard = { id: waiting?.id ?? '', action: 'discard' as const };
    await expect(anna.engine.call('outbox.resolve', discard)).rejects.toMatchObject({ code: 'not-allowed' });
    const isSent = () => [...anna.smtp.taken, ...bruno.smtp.taken, ...lia.smtp.taken].map(({ to }) => to);
    for (const desk of [anna, bruno, lia]) await sendWhileTimeGoes(desk);
    expect(isSent()).toEqual(['marta@posta.example']);
    const stored = await team.superuser(`select created_by, state from ${team.schema}.outbox`);
    expect(stored).toMatchObject([{ created_by: 'Bruno', state: expect.stringMatching(/^(accepted|filed)$/) }]);

    const allow = { decision: 'club.first-access' as const, allowed: true, reason: 'Provata' };
    await expect(anna.engine.call('earned.allow', allow)).rejects.toMatchObject({ code: 'not-allowed' });
    await lia.engine.call('earned.allow', allow);

    // A lead's text is live at an agent's desk as soon as the feed tells of it; an agent writes none.
    const place = { macro: 'own.certificate', language: 'it' } as const;
    const text = {
      title: 'Certificato',
      subject: 'Re: {{ subject }}',
      mailboxSubject: '',
      noSubject: '',
      body: 'Ecco.',
    };
    await expect(anna.engine.call('macros.keepDraft', { ...place, text })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    anna.engine.start();
    const under = { way: true };
    anna.engine.on('macros.changed', () => (under.way = false));
    await lia.engine.call('macros.keepDraft', { ...place, text });
    await lia.engine.call('macros.goLive', { drafts: [{ ...place, version: 0 }], note: '' });
    // The feed looks by the desk's clock.
    while (under.way) {
      anna.clock.advance(250);
      await anna.engine.call('queues.counts', {});
    }
    expect((await anna.engine.call('macros.list', { ticket: id })).map(({ macro }) => macro)).toContain(place.macro);
  },
);
