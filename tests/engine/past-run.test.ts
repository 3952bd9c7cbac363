import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLUB_PRODUCT, GIULIA_SALE, makeDesk, PRODUCTS_HEADER, RESOURCES, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { makeFolder } from '../support/make-store';
import { writeMail } from '../support/write-mail';

async function deskWith(): Promise<TestDesk> {
  const desk = await makeDesk();
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  desk.mailbox.deliver(
    writeMail({ subject: 'accesso', text: 'Non ho ricevuto la mail di accesso' }),
    writeMail({ from: 'anna@posta.example', text: 'Vorrei il rimborso, grazie' }),
  );
  await desk.sync();
  return desk;
}

describe('a dry run over past mail', () => {
  it('finds nothing to change where rules and purchases are those of then', async () => {
    const desk = await deskWith();
    const run = await desk.engine.call('evaluation.past', { last: 100, macros: null });
    expect(run).toEqual({ tickets: 2, stopped: false, decisions: [], texts: [], changes: [] });
  });

  it('tells what would be decided otherwise, and writes nothing', async () => {
    const desk = await deskWith();
    // A ticket that is done is not decided again by an import.
    const [first] = await desk.tickets();
    await desk.engine.call('tickets.setState', {
      ticket: 'T-1',
      revision: first?.revision ?? -1,
      to: 'done',
      snoozeUntil: null,
    });
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE.replace('APPROVED', 'REFUNDED')}\n`);
    const before = await desk.tickets();
    const run = await desk.engine.call('evaluation.past', { last: 100, macros: null });
    const change = { was: 'club.first-access', now: 'purchase.inactive' };
    expect(run.decisions).toEqual([{ wanted: change.was, got: change.now, cases: 1 }]);
    expect(run.changes).toEqual([{ ticket: 'T-1', subject: 'accesso', rule: 7, ...change }]);
    expect(await desk.tickets()).toEqual(before);
  });

  it('reads the newest tickets only, as many as asked for', async () => {
    const desk = await deskWith();
    expect(await desk.engine.call('evaluation.past', { last: 1, macros: null })).toMatchObject({ tickets: 1 });
  });

  it('compares the texts with those of another folder', async () => {
    const desk = await deskWith();
    const macros = join(makeFolder(), 'macros');
    cpSync(join(RESOURCES, 'macros'), macros, { recursive: true });
    const same = await desk.engine.call('evaluation.past', { last: 100, macros });
    expect(same.texts).toEqual([]);
    const file = join(macros, 'club.first-access.it.md');
    writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd()}\n\nBuona visione!\n`);
    const changed = { decisions: [], texts: [{ macro: 'club.first-access', tickets: 1 }] };
    expect(await desk.engine.call('evaluation.past', { last: 100, macros })).toMatchObject(changed);
    // Answered tickets are the past that matters: their first text is compared, not the one that would follow.
    await desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: null, delaySeconds: 0 });
    await desk.engine.flushOutbox();
    expect(await desk.engine.call('evaluation.past', { last: 100, macros })).toMatchObject(changed);
  });

  it('refuses half a set of texts', async () => {
    const desk = await deskWith();
    await expect(desk.engine.call('evaluation.past', { last: 10, macros: makeFolder() })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });
});
