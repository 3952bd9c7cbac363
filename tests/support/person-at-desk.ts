import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GIULIA_SALE, makeDesk, PROFILE, SALES_HEADER } from './make-engine';
import type { MakeDeskOptions, TestDesk } from './make-engine';
import { writeMail } from './write-mail';

export const PERSON = 'giulia@posta.example';
/** The sales file with her purchase. */
export const HER_SALES = (name: string): string => `${SALES_HEADER}\n${GIULIA_SALE.replace('Giulia Ferri', name)}`;

/** A mail of hers with an HTML part, an inline picture and a file, each with words that are said nowhere else. */
function richMail(word: () => string): Buffer {
  const part = (...lines: readonly string[]) => ['--edge', ...lines];
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return Buffer.from(
    [
      `From: "Giulia ${word()}" <${PERSON}>`,
      'To: support@corsi.example',
      `Subject: Allegati ${word()}`,
      'Date: Mon, 12 Jan 2026 09:00:00 +0000',
      `Message-ID: <${word()}@posta.example>`,
      `X-Mailer: ${word()}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="edge"',
      '',
      ...part(
        'Content-Type: text/html; charset=utf-8',
        '',
        `<p title="${word()}">Ecco ${word()}</p><img src="cid:one">`,
      ),
      ...part(
        `Content-Type: image/png; name="${word()}.png"`,
        'Content-ID: <one>',
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: inline',
        '',
        base64(word()),
      ),
      ...part(
        'Content-Type: text/plain',
        `Content-Disposition: attachment; filename="${word()}.txt"`,
        'Content-Transfer-Encoding: base64',
        '',
        base64(word()),
      ),
      '--edge--',
      '',
    ].join('\r\n'),
  );
}

export type PersonAtDesk = {
  readonly desk: TestDesk;
  readonly canaries: readonly string[];
  readonly log: readonly string[];
};

/**
 * A desk with one person in every place that it writes: eight tickets of hers, a purchase, mail of a colleague that names her.
 * Each canary stands in one place.
 */
export async function personAtDesk(options: MakeDeskOptions = {}): Promise<PersonAtDesk> {
  const log: string[] = [];
  const line =
    (level: string) =>
    (...said: readonly unknown[]): void =>
      void log.push(`${level} ${JSON.stringify(said)}`);
  const desk = await makeDesk({
    team: null,
    profile: PROFILE,
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    ...options,
  });
  const canaries: string[] = [];
  const word = (): string => {
    const at = canaries.length;
    canaries.push(`kanarienvogel${String.fromCodePoint(97 + (at % 26))}${String(at)}x`);
    return canaries.at(-1) ?? '';
  };
  // The second row is refused, and its reason must not say whose it was.
  const broken = `HP4410020312,APPROVED,no-date,,41,Pasta,Nonna,${word()},${word()}@posta.example,,49.00,EUR`;
  await desk.importCsv('sales', `${HER_SALES(`Giulia ${word()}`)}\n${broken}`);
  // The file is the person's own, not the desk's.
  rmSync(join(desk.profileDir, 'sales.csv'));
  desk.mailbox.deliver(
    ...Array.from({ length: 6 }, () =>
      writeMail({
        from: `"Giulia ${word()}" <${PERSON}>`,
        subject: `Accesso ${word()}`,
        id: `${word()}@posta.example`,
        text: `Non trovo ${word()}.\n\n> citato ${word()}`,
        headers: [`X-Note: ${word()}`],
      }),
    ),
    richMail(word),
    writeMail({ from: 'bruno@altra.example', text: `Scrivo per ${PERSON}: non riesce a entrare nel corso.` }),
  );
  await desk.sync();
  const [first, second, third] = await desk.tickets();
  if (!first || !second || !third) throw new Error('There are no tickets');
  const { engine } = desk;
  await engine.call('tickets.note', { ticket: first.id, text: `Nota ${word()}` });
  await engine.call('labels.put', { changes: [{ ticket: first.id, add: [`da ${PERSON}`], remove: [] }] });
  await engine.call('drafts.save', { ticket: third.id, text: `Bozza ${word()}` });
  await engine.call('drafts.addFile', {
    draft: third.id,
    fileName: `${word()}.txt`,
    contentType: 'text/plain',
    base64: Buffer.from(word()).toString('base64'),
  });
  await engine.call('drafts.save', {
    ticket: 'new',
    text: `Lettera ${word()}`,
    fields: { to: PERSON, cc: '', bcc: '', subject: word() },
  });
  // From the window, where a person looked: so many mails in ten minutes look like a machine's.
  const { revision } = second;
  const typed = { text: `Risposta ${word()}`, macro: null, decision: null, again: false };
  const { until } = await engine.call('replies.send', { ticket: second.id, revision, ...typed });
  desk.clock.advance(until - desk.clock.now());
  await engine.flushOutbox();
  return { desk, canaries, log };
}

/** Which of these words stand in the bytes of any file below the folder. */
export function hits(folder: string, words: readonly string[]): readonly string[] {
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path).toString('latin1').toLowerCase());
  return words.filter((word) => texts.some((text) => text.includes(word.toLowerCase())));
}

/** Erases her as a person does who was asked for the address once more. */
export function erase(desk: TestDesk) {
  return desk.engine.call('erasures.run', { address: PERSON, confirmed: 'Giulia+corsi@posta.example' });
}
