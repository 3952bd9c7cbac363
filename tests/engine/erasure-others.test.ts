import { describe, expect, it } from 'vitest';
import { eraseAgain } from '../../electron/engine/privacy/erase-again';
import { erasePerson } from '../../electron/engine/privacy/erase-person';
import { changeStoredMessage } from '../../electron/engine/store/unread-pictures-table';
import type { Db } from '../../electron/engine/store/tickets-table';
import { createMovedClock } from '../support/moved-clock';
import { makeFileStore } from '../support/make-store';
import { makeDesk, OPENED_AT, testOutside } from '../support/make-engine';
import { erase, hits, personAtDesk, PERSON } from '../support/person-at-desk';
import { dumpOf, HER_ADDRESS, personalRows } from '../support/personal-rows';
import type { Table } from '../support/personal-rows';
import { writeMail } from '../support/write-mail';

type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

/** A store with rows that are made like those of one person. */
async function seeded(rows: readonly (readonly [Table, Row])[]) {
  const clock = createMovedClock(OPENED_AT);
  const store = await makeFileStore({ clock });
  await store.transaction(async (db) => {
    for (const [table, row] of rows) await addRow(db, table, row);
  });
  return { store, room: { store, outside: testOutside(clock) } };
}

async function addRow(db: Db, table: Table, row: Row): Promise<void> {
  await db
    .insertInto(table)
    .values({ ...MADE.get(table), ...row })
    .execute();
}

const MADE = personalRows().rows;
const AT = OPENED_AT - 86_400_000;
const BRUNO = {
  requester_name: 'Bruno',
  requester_address: 'bruno@altra.example',
  requester_folded: 'bruno@altra.example',
};
const HIS_TICKET: Row = {
  id: 'T-9',
  number: 9,
  ...BRUNO,
  subject: 'Il mio corso',
  preview: 'parola sua',
  state: 'done',
};
const HIS_MAIL: Row = {
  id: 'm8',
  digest: 'd8',
  ticket_id: 'T-9',
  message_id: 'm8',
  from_name: 'Bruno',
  from_address: 'bruno@altra.example',
  from_folded: 'bruno@altra.example',
  subject: 'Il mio corso',
  new_text: 'scrivo io',
  quoted_text: '',
  signature: '',
  html: null,
  parsed: '{}',
  sent_at: null,
  received_at: AT,
};
const HER_MAIL: Row = { ...HIS_MAIL, id: 'm9', digest: 'd9', message_id: 'm9', received_at: AT + 1 };
const HERS: Row = {
  from_name: 'Giulia Ferri',
  from_address: HER_ADDRESS,
  from_folded: HER_ADDRESS,
  new_text: 'parola sua',
};

describe('what an erasure takes out of tickets of others', () => {
  it('is an address in every spelling of Gmail', async () => {
    const desk = await makeDesk({ team: null });
    const spelled = ['giulia.ferri@googlemail.com', 'Giulia.Ferri+corsi@gmail.com', 'giuliaferri@gmail.com'];
    desk.mailbox.deliver(
      ...spelled.map((address, at) =>
        writeMail({ from: `p${String(at)}@altra.example`, text: `Per ${address}: non entra` }),
      ),
    );
    await desk.sync();
    const person = { address: 'g.iulia.ferri@gmail.com' };
    await desk.engine.call('erasures.run', { ...person, confirmed: person.address });
    expect((await desk.tickets()).map((row) => row.preview)).toEqual(spelled.map(() => 'Per [erased]: non entra'));
    expect(
      hits(
        desk.profileDir,
        spelled.map((address) => address.toLowerCase()),
      ),
    ).toEqual([]);
  });

  it('is a message of the person, with what list, search and case say of it; the rest of the ticket stays', async () => {
    const { store, room } = await seeded([
      ['ticket', { ...HIS_TICKET, case_json: '{"words":"parola sua"}' }],
      ['message', HIS_MAIL],
      ['message', { ...HER_MAIL, ...HERS }],
    ]);
    await store.transaction((db) => store.search.index(db, 'T-9', 'scrivo io parola sua'));
    await erasePerson(room, HER_ADDRESS, 'Anna');
    expect(await store.db.selectFrom('ticket').selectAll().execute()).toMatchObject([
      { subject: 'Il mio corso', preview: 'scrivo io', case_json: null, state: 'done', erased_at: null },
    ]);
    const dump = await dumpOf(store);
    expect(dump).toContain('scrivo io');
    expect(dump).not.toContain('parola sua');
    expect(dump).not.toContain('giulia');
  });

  it('is the name beside the address of a recipient', async () => {
    const parsed = JSON.stringify({
      cc: [
        { name: 'Giulia Ferri', address: HER_ADDRESS },
        { name: 'Ugo', address: 'u@x.example' },
      ],
    });
    const { store, room } = await seeded([
      ['ticket', HIS_TICKET],
      ['message', { ...HIS_MAIL, parsed }],
    ]);
    await erasePerson(room, HER_ADDRESS, 'Anna');
    const row = await store.db.selectFrom('message').select('parsed').executeTakeFirstOrThrow();
    expect(JSON.parse(row.parsed)).toEqual({
      cc: [
        { name: '', address: '[erased]' },
        { name: 'Ugo', address: 'u@x.example' },
      ],
    });
  });

  it.each<readonly [string, Table, Row]>([
    ['a note', 'note', { ticket_id: 'T-9', text: `Chiama ${HER_ADDRESS}` }],
    ['the history', 'ticket_event', { ticket_id: 'T-9', detail: JSON.stringify({ name: HER_ADDRESS }) }],
    ['a draft', 'draft', { ticket_id: 'T-9', text: `Chiedi a ${HER_ADDRESS}`, fields: '' }],
    ['a label', 'label', {}],
  ])('is counted where it stands in %s alone, so that it can be erased', async (_, table, row) => {
    const { store, room } = await seeded([
      ['ticket', HIS_TICKET],
      [table, row],
    ]);
    const counts = await erasePerson(room, HER_ADDRESS, 'Anna');
    expect(counts).toMatchObject({ mentions: 1, tickets: 0 });
    expect(await dumpOf(store)).not.toContain(HER_ADDRESS);
  });
});

describe('while a person is erased', () => {
  it('mail that the person writes to a ticket stays, and what came before goes', async () => {
    const { store, room } = await seeded([
      ['ticket', { id: 'T-1', number: 1 }],
      ['ticket', { id: 'T-2', number: 2, subject: 'vecchio', preview: 'vecchio' }],
      ['message', { ...HIS_MAIL, ...HERS, ticket_id: 'T-2', new_text: 'vecchio', subject: 'vecchio' }],
      ['note', { ticket_id: 'T-2', text: 'vecchio' }],
    ]);
    const fresh = {
      ...HER_MAIL,
      ...HERS,
      ticket_id: 'T-2',
      new_text: 'nuovo',
      subject: 'Di nuovo',
      received_at: OPENED_AT + 1,
    };
    const added: Promise<void>[] = [];
    const progress = (): void => {
      if (added.length === 0) added.push(addRow(store.db, 'message', fresh));
    };
    await erasePerson({ ...room, progress }, HER_ADDRESS, 'Anna');
    await Promise.all(added);
    const tickets = await store.db.selectFrom('ticket').select(['id', 'erased_at', 'subject', 'preview']).execute();
    expect(tickets).toEqual([
      { id: 'T-1', erased_at: OPENED_AT, subject: '', preview: '' },
      { id: 'T-2', erased_at: null, subject: 'Di nuovo', preview: 'nuovo' },
    ]);
    expect(await dumpOf(store)).not.toContain('vecchio');
  });

  it('a reply that somebody sends keeps the rest from going, and is not lost', async () => {
    const { desk } = await personAtDesk();
    const hers = (await desk.tickets()).filter((row) => row.requesterAddress === PERSON);
    const [last] = hers.slice(-2);
    const sent: Promise<unknown>[] = [];
    desk.engine.on('erasures.progress', () => {
      if (sent.length > 0) return;
      const reply = { ticket: last?.id ?? '', revision: last?.revision ?? 0, macro: null, text: 'Ecco' };
      sent.push(desk.engine.call('replies.send', { ...reply, decision: null, again: false }));
    });
    await expect(erase(desk)).rejects.toMatchObject({ code: 'not-allowed', detail: { ticket: last?.id } });
    await Promise.all(sent);
    const before = desk.smtp.taken.length;
    desk.clock.advance(61_000);
    await desk.engine.call('outbox.flush', {});
    expect(desk.smtp.taken).toHaveLength(before + 1);
  });

  it('the desk works on', async () => {
    const { room } = await seeded(
      Array.from({ length: 1000 }, (_, at) => ['note', { id: `n${String(at)}`, ticket_id: 'T-9', text: 'x' }] as const),
    );
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    await erasePerson(room, HER_ADDRESS, 'Anna');
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  it('a picture of theirs that is being read writes nothing any more', async () => {
    const { store, room } = await seeded([
      ['ticket', { id: 'T-1' }],
      ['message', {}],
    ]);
    await erasePerson(room, HER_ADDRESS, 'Anna');
    await store.transaction((db) => changeStoredMessage(db, 'm1', (stored) => ({ ...stored, subject: 'Giulia' })));
    expect(await store.db.selectFrom('message').select('parsed').execute()).toEqual([{ parsed: '' }]);
  });
});

describe('a store that a copy brought back', () => {
  it.each<readonly [string, Table, Row]>([
    ['what was read in a picture', 'message', { ...HIS_MAIL, parsed: JSON.stringify({ text: `uno\n${HER_ADDRESS}` }) }],
    ['a link', 'message', { ...HIS_MAIL, html: '<a href="https://x.example/?a=giulia.ferri%40posta.example">x</a>' }],
    ['a draft', 'draft', { ticket_id: 'T-9', text: `Chiedi a ${HER_ADDRESS}`, fields: '' }],
    ['a label', 'label', {}],
    ['a refused row', 'import_refusal', { reason: `${HER_ADDRESS} has no date` }],
    ['mail that was put aside', 'quarantine', { bytes: new TextEncoder().encode(`From: ${HER_ADDRESS}`) }],
  ])('is rid of the person again, who stands only in %s', async (_, table, row) => {
    const { store, room } = await seeded([]);
    await erasePerson(room, HER_ADDRESS, 'Anna');
    await store.db.deleteFrom('erased_person').execute();
    await addRow(store.db, 'ticket', HIS_TICKET);
    if (table === 'import_refusal')
      await addRow(store.db, 'import_run', { file_name: 'x.csv', report: '', problem: null });
    await addRow(store.db, table, row);
    await eraseAgain(room);
    const dump = await dumpOf(store);
    expect(['giulia.ferri@', 'giulia.ferri%40'].filter((word) => dump.includes(word))).toEqual([]);
  });
});

describe('an erasure', () => {
  it('is refused for the addresses of the desk and of who works there', async () => {
    const { desk } = await personAtDesk();
    for (const address of ['Support+x@corsi.example', 'anna@corsi.example']) {
      const refused = { code: 'not-allowed' };
      await expect(desk.engine.call('erasures.count', { address })).rejects.toMatchObject(refused);
      await expect(desk.engine.call('erasures.run', { address, confirmed: address })).rejects.toMatchObject(refused);
    }
  });

  it('keeps a draft from lying on the erased ticket again', async () => {
    const { desk } = await personAtDesk();
    await erase(desk);
    const [first] = await desk.tickets();
    for (const ticket of [first?.id ?? '', `forward:${first?.id ?? ''}`]) {
      await expect(desk.engine.call('drafts.save', { ticket, text: 'Cara Giulia' })).rejects.toMatchObject({
        code: 'not-allowed',
      });
    }
    expect(hits(desk.profileDir, ['cara giulia'])).toEqual([]);
  });

  it('ends one of the same person that another desk began and left', async () => {
    const row = {
      id: 'x',
      at: AT,
      by: 'Lia',
      state: 'under-way',
      address: HER_ADDRESS,
      up_to: AT,
      counts: '{}',
      place: 'gone',
    };
    const { store, room } = await seeded([]);
    await store.db
      .insertInto('erasure')
      .values({ ...row, finished_at: null })
      .execute();
    await erasePerson(room, HER_ADDRESS, 'Anna');
    const left = await store.db.selectFrom('erasure').select(['state', 'address']).execute();
    expect(left).toEqual([
      { state: 'done', address: '' },
      { state: 'done', address: '' },
    ]);
  });

  it('leaves a subscription and a membership that began later', async () => {
    const { store, room } = await seeded([
      ['subscription', { subscriber_code: 'old', started_at: AT }],
      ['subscription', { subscriber_code: 'new', started_at: OPENED_AT + 1 }],
      ['club_access', { area: 'club:old', first_access_at: AT }],
      ['club_access', { area: 'club:new', first_access_at: OPENED_AT + 1 }],
    ]);
    await erasePerson(room, HER_ADDRESS, 'Anna');
    expect(await store.db.selectFrom('subscription').select(['subscriber_code', 'buyer_folded']).execute()).toEqual([
      { subscriber_code: 'old', buyer_folded: '' },
      { subscriber_code: 'new', buyer_folded: HER_ADDRESS },
    ]);
    expect(await store.db.selectFrom('club_access').select('area').execute()).toEqual([{ area: 'club:new' }]);
  });
});
