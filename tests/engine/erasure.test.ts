import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDesk, GIULIA_SALE, OPENED_AT, PROFILE, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

/** Fifty words that stand nowhere else; each is said once, in another place. */
const CANARIES = Array.from(
  { length: 50 },
  (_, index) => `kanarienvogel${String.fromCodePoint(97 + (index % 26))}${String(index)}x`,
);
const PERSON = 'giulia@posta.example';

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** Which of these words stand in the bytes of any file below the folder. */
function hits(folder: string, words: readonly string[]): readonly string[] {
  const texts = filesOf(folder).map((path) => readFileSync(path).toString('latin1').toLowerCase());
  return words.filter((word) => texts.some((text) => text.includes(word.toLowerCase())));
}

/** A desk on a file (its bytes can be searched) with a person in every place that the desk writes. */
async function seeded(): Promise<{ readonly desk: TestDesk; readonly canaries: readonly string[] }> {
  const desk = await makeDesk({ team: null, profile: PROFILE });
  const left = [...CANARIES];
  const said: string[] = [];
  const next = (): string => {
    const word = left.shift() ?? '';
    said.push(word);
    return word;
  };
  const sale = GIULIA_SALE.replace('Giulia Ferri', `Giulia ${next()}`);
  await desk.importCsv('sales', `${SALES_HEADER}\n${sale}`);
  writeFileSync(join(desk.profileDir, 'sales.csv'), '');
  const mails = Array.from({ length: 8 }, () =>
    writeMail({
      from: `"Giulia ${next()}" <${PERSON}>`,
      subject: `Accesso ${next()}`,
      id: `${next()}@posta.example`,
      text: `Non trovo ${next()}.\n\n> citato ${next()}`,
      headers: [`X-Note: ${next()}`],
    }),
  );
  desk.mailbox.deliver(...mails.slice(0, 7));
  desk.mailbox.deliver(
    writeMail({ from: 'bruno@altra.example', text: `Scrivo per ${PERSON}: non riesce a entrare nel corso.` }),
  );
  await desk.sync();
  const [first, second] = await desk.tickets();
  if (!first || !second) throw new Error('There are no tickets');
  await desk.engine.call('tickets.note', { ticket: first.id, text: `Nota ${next()}` });
  await desk.engine.call('replies.queue', {
    ticket: second.id,
    macro: null,
    text: `Risposta ${said[0] ?? ''}`,
    delaySeconds: 0,
  });
  await desk.engine.flushOutbox();
  return { desk, canaries: said };
}

const erase = (desk: TestDesk) =>
  desk.engine.call('erasures.run', { address: PERSON, confirmed: 'Giulia+corsi@posta.example' });

describe('erasing a person', () => {
  it('counts first and leaves no canary in store, log of the store, later copies or any file; ids and figures stay', async () => {
    const { desk, canaries } = await seeded();
    expect(canaries.length).toBeGreaterThanOrEqual(50);
    expect(hits(desk.profileDir, [PERSON])).toEqual([PERSON]);
    const before = await desk.tickets();
    const [count] = await desk.engine.call('erasures.count', { transaction: 'hp 4410020311' });
    expect(count).toMatchObject({ address: PERSON, counts: { tickets: 7, notes: 1, purchases: 1 }, waiting: [] });
    await erase(desk);
    await desk.engine.call('copies.write', { path: join(desk.profileDir, 'later.db') });
    expect(hits(desk.profileDir, [...canaries, PERSON])).toEqual([]);
    const after = await desk.tickets();
    expect(after.map(({ id, decision, createdAt }) => ({ id, decision, createdAt }))).toEqual(
      before.map(({ id, decision, createdAt }) => ({ id, decision, createdAt })),
    );
    expect((await desk.engine.call('tickets.search', { query: canaries[1] ?? '', limit: 5 })).total).toBe(0);
    expect(await desk.engine.call('erasures.count', { address: PERSON })).toMatchObject([
      { counts: { tickets: 0, messages: 0, replies: 0, purchases: 0, mentions: 0 } },
    ]);
  });

  it('does not take the same mail in again', async () => {
    const { desk, canaries } = await seeded();
    const count = (await desk.tickets()).length;
    await erase(desk);
    const again = await desk.reopen();
    await again.sync();
    expect(await again.tickets()).toHaveLength(count);
    expect(hits(again.profileDir, [...canaries, PERSON])).toEqual([]);
  });

  it('opens an erased ticket with its history, and nothing of the person', async () => {
    const { desk } = await seeded();
    await erase(desk);
    const [first] = await desk.tickets();
    const view = await desk.engine.call('tickets.open', { ticket: first?.id ?? '' });
    expect(view.row).toMatchObject({ requesterAddress: '', subject: '', state: 'done' });
    expect(view.history.map(({ kind }) => kind)).toContain('erased');
    expect(JSON.stringify(view)).not.toContain('giulia');
  });

  it('stops before a reply that is still on its way, and without the same address typed again', async () => {
    const { desk } = await seeded();
    const [, , third] = await desk.tickets();
    await desk.engine.call('replies.queue', { ticket: third?.id ?? '', macro: null, text: 'Altro', delaySeconds: 60 });
    await expect(erase(desk)).rejects.toMatchObject({ code: 'not-allowed', detail: { ticket: third?.id } });
    await expect(
      desk.engine.call('erasures.run', { address: PERSON, confirmed: 'anna@posta.example' }),
    ).rejects.toMatchObject({ code: 'bad-params' });
    expect(desk.clock.now()).toBeGreaterThanOrEqual(OPENED_AT);
    expect(hits(desk.profileDir, [PERSON])).toEqual([PERSON]);
  });
});
