import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync, zipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { EditedText } from '../../shared/contract/macros';
import { CLUB_PRODUCT, GIULIA_SALE, makeDesk, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { addText, newestTexts, textVersions } from '../../electron/engine/store/macro-texts-table';
import type { StoredText } from '../../electron/engine/store/macro-texts-table';
import { makeFolder, makeStore } from '../support/make-store';
import { writeMail } from '../support/write-mail';

const PLACE = { macro: 'club.first-access', language: 'it' } as const;

async function deskWithTicket(): Promise<TestDesk> {
  const desk = await makeDesk();
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  desk.mailbox.deliver(writeMail({ subject: 'accesso', text: 'Non ho ricevuto la mail di accesso' }));
  await desk.sync();
  return desk;
}

async function liveText(desk: TestDesk, place: typeof PLACE = PLACE): Promise<EditedText> {
  const { languages } = await desk.engine.call('macros.open', { macro: place.macro });
  const live = languages.find(({ language }) => language === place.language)?.live;
  if (!live) throw new Error('not live');
  return live;
}

/** Writes a draft that ends with these words. */
async function draft(desk: TestDesk, words: string): Promise<EditedText> {
  const text = await liveText(desk);
  const changed = { ...text, body: `${text.body}\n\n${words}` };
  await desk.engine.call('macros.keepDraft', { ...PLACE, text: changed });
  return changed;
}

async function firstText(desk: TestDesk): Promise<string> {
  const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
  return view.case?.suggestions[0]?.text ?? '';
}

const goLive = (desk: TestDesk, version = 0) =>
  desk.engine.call('macros.goLive', { drafts: [{ ...PLACE, version }], note: 'più gentile' });

describe('a text that goes live', () => {
  it('is what open tickets are answered with from then on, and not before', async () => {
    const desk = await deskWithTicket();
    await draft(desk, 'Buona visione!');
    expect(await firstText(desk)).not.toContain('Buona visione!');
    await goLive(desk);
    expect(await firstText(desk)).toContain('Buona visione!');
  });

  it('changes no reply that was accepted', async () => {
    const desk = await deskWithTicket();
    const before = await firstText(desk);
    await desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: null, delaySeconds: 600 });
    await draft(desk, 'Buona visione!');
    await goLive(desk);
    expect((await desk.engine.call('outbox.list', {})).map(({ text }) => text)).toEqual([before]);
  });

  it('is live in the next engine on the same store, with who wrote it and why', async () => {
    const desk = await deskWithTicket();
    await draft(desk, 'Buona visione!');
    await goLive(desk);
    const next = await desk.reopen();
    expect(await firstText(next)).toContain('Buona visione!');
    const { languages } = await next.engine.call('macros.open', { macro: PLACE.macro });
    const [newest, shipped] = languages.find(({ language }) => language === 'it')?.versions ?? [];
    expect(newest).toMatchObject({ version: 1, note: 'più gentile' });
    expect(shipped).toMatchObject({ version: 0, at: null });
  });

  it('leaves the languages alone that nobody wrote', async () => {
    const desk = await deskWithTicket();
    await draft(desk, 'Buona visione!');
    await goLive(desk);
    const overview = await desk.engine.call('macros.overview', {});
    const cells = overview.find(({ macro }) => macro === PLACE.macro)?.cells ?? [];
    expect(cells.map(({ language, live, draft: kept }) => ({ language, live, draft: kept }))).toEqual([
      { language: 'it', live: 'changed', draft: false },
      { language: 'pt', live: 'shipped', draft: false },
      { language: 'es', live: 'shipped', draft: false },
      { language: 'en', live: 'shipped', draft: false },
    ]);
  });

  it('is taken back by restoring what was live before, and the shipped text is never lost', async () => {
    const desk = await deskWithTicket();
    const shipped = await firstText(desk);
    await draft(desk, 'Prima.');
    const { before } = await goLive(desk);
    await draft(desk, 'Seconda.');
    const second = await goLive(desk, 1);
    await desk.engine.call('macros.restore', { versions: [...second.before], note: '' });
    expect(await firstText(desk)).toContain('Prima.');
    expect(await firstText(desk)).not.toContain('Seconda.');
    const undone = await desk.engine.call('macros.restore', { versions: [...before], note: '' });
    expect(await firstText(desk)).toBe(shipped);
    // Undo of the undo.
    await desk.engine.call('macros.restore', { versions: [...undone.before], note: '' });
    expect(await firstText(desk)).toContain('Prima.');
  });

  it('goes live for nobody who had not seen what a colleague made live meanwhile', async () => {
    const desk = await deskWithTicket();
    await draft(desk, 'Prima.');
    await goLive(desk);
    await draft(desk, 'Seconda.');
    await expect(goLive(desk, 0)).rejects.toMatchObject({ code: 'stale-revision' });
    expect(await firstText(desk)).not.toContain('Seconda.');
  });

  it.each([
    ['an unknown placeholder', 'Ciao {{ iban }}', 'unknown placeholder "iban"'],
    ['a Club text without its link and purchase e-mail', 'Ciao.', 'must print "link"'],
    ['broken Liquid', '{% if buyer %}', 'not valid Liquid'],
    ['a loop', '{% for n in (1..9) %}x{% endfor %}', 'not valid Liquid'],
    ['a condition that hides a hole', '{% if link %}{{ link }}{% endif %}{{ purchase_email }}', 'condition on "link"'],
    ['the desk’s own address', '{{ link }} {{ purchase_email }} support@corsi.example', 'support@corsi.example'],
  ])('is refused with %s and stays a draft', async (_, body, said) => {
    const desk = await deskWithTicket();
    const before = await firstText(desk);
    await desk.engine.call('macros.keepDraft', { ...PLACE, text: { ...(await liveText(desk)), body } });
    await expect(goLive(desk)).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining(said) as string,
    });
    expect(await firstText(desk)).toBe(before);
    const { languages } = await desk.engine.call('macros.open', { macro: PLACE.macro });
    expect(languages[0]?.draft?.text.body).toBe(body);
  });

  it('tells no stranger anything of a purchase', async () => {
    const desk = await deskWithTicket();
    const macro = 'verify.purchase-email';
    const text = { title: 'x', subject: 'x', mailboxSubject: '', noSubject: '', body: 'Il corso {{ product }}.' };
    const { problems } = await desk.engine.call('macros.preview', { macro, language: 'it', text, ticket: null });
    expect(problems).toEqual([{ kind: 'tells-purchase', part: 'text', value: 'product', line: null }]);
  });
});

describe('a text of the team’s own', () => {
  const text = {
    title: 'Certificato',
    subject: 'Re: {{ subject }}',
    mailboxSubject: '',
    noSubject: '',
    body: 'Il certificato arriva a corso finito.',
  };
  const place = { macro: 'own.certificate', language: 'it' } as const;

  it('lies under M, is suggested by nothing, and can be sent', async () => {
    const desk = await deskWithTicket();
    await desk.engine.call('macros.keepDraft', { ...place, text });
    await desk.engine.call('macros.goLive', { drafts: [{ ...place, version: 0 }], note: '' });
    const listed = await desk.engine.call('macros.list', { ticket: 'T-1' });
    expect(listed.find(({ macro }) => macro === place.macro)?.preview).toMatchObject({
      text: expect.stringContaining('il certificato arriva') as string,
      titles: { it: 'Certificato', en: 'Certificato' },
      gate: { colour: 'amber' },
    });
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.case?.suggestions.map(({ macro }) => macro)).not.toContain(place.macro);
    await desk.engine.call('replies.queue', { ticket: 'T-1', macro: place.macro, text: null, delaySeconds: 600 });
    expect((await desk.engine.call('outbox.list', {}))[0]?.text).toContain('il certificato arriva');
  });

  it('goes away by undo, and its words stay among the versions', async () => {
    const desk = await deskWithTicket();
    await desk.engine.call('macros.keepDraft', { ...place, text });
    const { before } = await desk.engine.call('macros.goLive', { drafts: [{ ...place, version: 0 }], note: '' });
    await desk.engine.call('macros.restore', { versions: [...before], note: '' });
    const listed = await desk.engine.call('macros.list', { ticket: 'T-1' });
    expect(listed.map(({ macro }) => macro)).not.toContain(place.macro);
    const { languages } = await desk.engine.call('macros.open', { macro: place.macro });
    expect(languages[0]?.versions.map((one) => one.text?.title ?? null)).toEqual([null, 'Certificato']);
  });

  it('has a name that is a file’s on every system', async () => {
    const desk = await makeDesk();
    for (const macro of ['own.', 'own.A', 'own.../x', 'club.magic'] as const)
      await expect(
        desk.engine.call('macros.keepDraft', { macro: macro as 'own.x', language: 'it', text }),
      ).rejects.toMatchObject({ code: 'bad-params' });
  });
});

describe('the preview', () => {
  it('fills a draft for a ticket, in the language that is written', async () => {
    const desk = await deskWithTicket();
    const text = {
      ...(await liveText(desk)),
      body: '{{ product }}: {{ link }} {{ purchase_email }}, {{ answers_by }}.',
    };
    const { filled, problems } = await desk.engine.call('macros.preview', { ...PLACE, text, ticket: 'T-1' });
    expect(problems).toEqual([]);
    expect(filled?.text).toContain('giulia');
    expect(filled?.holes).toEqual(['answers_by']);
    const english = await desk.engine.call('macros.preview', { ...PLACE, language: 'en', text, ticket: 'T-1' });
    expect(english.filled?.text).toContain('Kind regards');
  });

  it('fills every shipped text with invented data without a hole', async () => {
    const desk = await makeDesk();
    for (const { macro } of await desk.engine.call('macros.overview', {})) {
      const { languages } = await desk.engine.call('macros.open', { macro });
      for (const { language, live } of languages) {
        if (!live) throw new Error(`${macro} ${language}`);
        const preview = await desk.engine.call('macros.preview', { macro, language, text: live, ticket: null });
        expect({ macro, problems: preview.problems, holes: preview.filled?.holes }).toEqual({
          macro,
          problems: [],
          holes: [],
        });
      }
    }
  });
});

describe('a try on past mail', () => {
  it('shows which replies would read otherwise, and the holes that would appear, and writes nothing', async () => {
    const desk = await deskWithTicket();
    const heard: unknown[] = [];
    desk.engine.on('macros.changed', (event) => heard.push(event));
    await draft(desk, 'Scrivi entro {{ answers_by }}.');
    const tried = await desk.engine.call('macros.try', { drafts: [PLACE], last: 100 });
    expect(tried).toMatchObject({
      tickets: 1,
      stopped: false,
      texts: [{ macro: 'club.first-access', tickets: 1 }],
      withNewHoles: 1,
    });
    expect(tried.replies[0]).toMatchObject({ ticket: 'T-1', newHoles: ['answers_by'] });
    expect(tried.replies[0]?.before.text).not.toContain('Scrivi entro');
    expect(tried.replies[0]?.after.text).toContain('Scrivi entro');
    expect(heard).toEqual([]);
  });

  it('also fills the texts that agents sent, which are suggested to nobody', async () => {
    const desk = await deskWithTicket();
    await desk.engine.call('replies.queue', { ticket: 'T-1', macro: 'hand-over.invoice', text: null, delaySeconds: 0 });
    const { languages } = await desk.engine.call('macros.open', { macro: 'hand-over.invoice' });
    const live = languages[0]?.live;
    if (!live) throw new Error('not live');
    const place = { macro: 'hand-over.invoice', language: 'it' } as const;
    await desk.engine.call('macros.keepDraft', { ...place, text: { ...live, body: `${live.body} Grazie.` } });
    const tried = await desk.engine.call('macros.try', { drafts: [place], last: 100 });
    expect(tried.texts).toEqual([{ macro: 'hand-over.invoice', tickets: 1 }]);
  });

  it('tells how far it is, and stops when it is asked to', async () => {
    const desk = await makeDesk();
    for (let n = 1; n <= 50; n += 1) {
      desk.mailbox.deliver(writeMail({ from: `c${n}@posta.example`, text: `Non riesco a entrare, ${n}` }));
    }
    await desk.sync();
    const told: { read: number; of: number }[] = [];
    desk.engine.on('evaluation.read', (progress) => {
      told.push(progress);
      void desk.engine.call('evaluation.stop', {});
    });
    const run = await desk.engine.call('evaluation.past', { last: 1000, macros: null });
    expect(told).toEqual([{ read: 20, of: 1000 }]);
    expect(run.stopped).toBe(true);
    expect(run.tickets).toBeLessThan(50);
    expect(await desk.engine.call('evaluation.stop', {})).toEqual({ asked: false });
  });
});

describe('the set as files', () => {
  it('comes back from its own export as nothing new, from a ZIP and from a folder', async () => {
    const desk = await deskWithTicket();
    await draft(desk, 'Buona visione!');
    await goLive(desk);
    const { fileName, base64 } = await desk.engine.call('macros.export', {});
    const zip = join(makeFolder(), fileName);
    writeFileSync(zip, Buffer.from(base64, 'base64'));
    expect(await desk.engine.call('macros.import', { path: zip })).toEqual({ drafts: [], same: 124, refused: [] });
    const folder = makeFolder();
    for (const [name, content] of Object.entries(unzipSync(Buffer.from(base64, 'base64')))) {
      writeFileSync(join(folder, name), strFromU8(content));
    }
    expect(await desk.engine.call('macros.import', { path: folder })).toEqual({ drafts: [], same: 124, refused: [] });
  });

  it('makes drafts of what differs, says what is wrong with them, and makes nothing live', async () => {
    const desk = await deskWithTicket();
    const folder = makeFolder();
    mkdirSync(join(folder, 'below'));
    const write = (name: string, body: string) =>
      writeFileSync(join(folder, name), `---\ntitle: T\nsubject: Re: {{ subject }}\n---\n${body}\n`);
    write('club.first-access.it.md', 'Ciao {{ link }}');
    write('own.certificate.it.md', 'Certificato');
    write('club.magic.it.md', 'x');
    writeFileSync(join(folder, 'holding.it.md'), 'x');
    const before = await firstText(desk);
    const read = await desk.engine.call('macros.import', { path: folder });
    expect(read.drafts).toEqual([
      {
        ...PLACE,
        problems: [{ kind: 'needs-placeholder', part: 'text', value: 'purchase_email', line: null }],
      },
      { macro: 'own.certificate', language: 'it', problems: [] },
    ]);
    expect(read.refused).toEqual([
      'club.magic.it.md is no text that the desk knows',
      'holding.it.md has no front matter between two lines of "---"',
    ]);
    expect(await firstText(desk)).toBe(before);
  });

  it.each([
    ['no ZIP', () => strToU8('no zip')],
    ['a ZIP without texts', () => zipSync({ 'x.txt': strToU8('x') })],
    ['a bomb', () => zipSync({ 'holding.it.md': new Uint8Array(50_000_000) })],
  ])('refuses %s', async (_, bytes) => {
    const desk = await makeDesk();
    const file = join(makeFolder(), 'set.zip');
    writeFileSync(file, bytes());
    await expect(desk.engine.call('macros.import', { path: file })).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

it('a text that only a newer version of the desk knows stays in the store, and stands in nobody’s way', async () => {
  const { db } = await makeStore();
  const text: EditedText = { title: 'Nuovo', subject: 'Nuovo', mailboxSubject: '', noSubject: '', body: 'Nuovo' };
  const row = { version: 1, state: 'live', text, shipped: '', note: '', by: 'Anna', at: 1 } as const;
  await addText(db, { ...row, macro: 'club.from-tomorrow' as StoredText['macro'], language: 'it' });
  await addText(db, { ...row, macro: 'club.first-access', language: 'de' as StoredText['language'] });
  await addText(db, { ...row, ...PLACE });
  expect((await newestTexts(db)).map(({ macro, language }) => ({ macro, language }))).toEqual([PLACE]);
  expect((await textVersions(db, PLACE.macro)).map(({ language }) => language)).toEqual(['it']);
});
