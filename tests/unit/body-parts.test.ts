import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitBody } from '../../electron/engine/mail/body-parts';
import { processorMs } from '../support/processor-time';

const split = (...lines: string[]) => splitBody({ text: lines.join('\n') });

describe('what was written now, and what was quoted', () => {
  it.each<[string, string[]]>([
    [
      'Gmail, Italian',
      ['Il giorno dom 11 ott 2026 alle ore 18:02 Supporto <support@corsi.example> ha scritto:', '> VECCHIO'],
    ],
    [
      'Gmail, wrapped',
      [
        'Il giorno dom 11 ott 2026 alle ore 18:02 Supporto Corsi',
        '<support@corsi.example> ha scritto:',
        '',
        '> VECCHIO',
      ],
    ],
    [
      'Gmail, Portuguese',
      ['Em dom., 11 de out. de 2026 às 18:02, Suporte <support@corsi.example> escreveu:', '> VECCHIO'],
    ],
    ['Gmail, Spanish', ['El dom, 11 oct 2026 a las 18:02, Soporte (<support@corsi.example>) escribió:', '> VECCHIO']],
    ['Gmail, English', ['On Sun, Oct 11, 2026 at 6:02 PM Support <support@corsi.example> wrote:', '> VECCHIO']],
    ['Gmail, German', ['Am So., 11. Okt. 2026 um 18:02 Uhr schrieb Support <support@corsi.example>:', '> VECCHIO']],
    ['Gmail, French', ['Le dim. 11 oct. 2026 à 18:02, Support <support@corsi.example> a écrit :', '> VECCHIO']],
    [
      'Outlook, Italian',
      [
        '________________________________',
        'Da: Supporto <support@corsi.example>',
        'Inviato: sabato 3 ottobre 2026 17:00',
        'A: gino@hotmail.it',
        'Oggetto: Re: RIMBORSO',
        '',
        'VECCHIO',
      ],
    ],
    [
      'Outlook, English',
      [
        'From: Support <support@corsi.example> ',
        'Sent: Thursday, November 5, 2026 12:00 PM',
        'To: o@p.example',
        'Subject: Re: Access',
        '',
        'VECCHIO',
      ],
    ],
    [
      'Outlook, Portuguese',
      [
        'De: Suporte <support@corsi.example>',
        'Enviado: quinta-feira, 8 de outubro de 2026 15:00',
        'Para: c@outlook.com',
        'Assunto: Re: senha',
        '',
        'VECCHIO',
      ],
    ],
    [
      'Outlook, bold',
      [
        '*Von:* Support <support@corsi.example>',
        '*Gesendet:* Montag, 5. Oktober 2026 12:00',
        '*An:* k@example.de',
        '*Betreff:* Zugang',
        'VECCHIO',
      ],
    ],
    ['old Outlook', ['-----Messaggio originale-----', 'Da: x', 'VECCHIO']],
    ['Apple Mail', ['> Il giorno 20 ott 2026, alle ore 11:12, Supporto <s@c.example> ha scritto:', '> ', '> VECCHIO']],
    ['iPhone', ['Em 20 de set. de 2026, à(s) 11:00, Suporte Corsi <support@corsi.example> escreveu:', '', '> VECCHIO']],
    [
      'Yahoo',
      ['En jueves, 15 de octubre de 2026, 12:30:41 CET, Soporte <support@corsi.example> escribió:', '> VECCHIO'],
    ],
    ['Thunderbird', ['Il 20/10/2026 11:12, Supporto Corsi ha scritto:', '> VECCHIO']],
    ['Libero', ['Il 11/10/2026 18:02 CEST Supporto <support@corsi.example> ha scritto:', '', 'VECCHIO']],
    ['a Gmail forward', ['---------- Forwarded message ---------', 'Da: Hotmart <noreply@hotmart.example>', 'VECCHIO']],
    ['an Apple forward', ['Inizio messaggio inoltrato:', '', 'Da: Hotmart', 'VECCHIO']],
  ])('%s', (_, quote) => {
    const parts = split('Non riesco ad entrare.', '', ...quote);
    expect(parts.newText).toBe('Non riesco ad entrare.');
    expect(parts.quotedText).toContain('VECCHIO');
  });

  it('an answer below the quote is new', () => {
    const parts = split(
      'On Oct 11, 2026 at 6:02 PM Support <s@c.example> wrote:',
      '> Which number?',
      '',
      'HP2216779101',
    );
    expect(parts).toMatchObject({ newText: 'HP2216779101' });
  });

  it.each([
    ['"ha scritto" in prose', 'Il corso è bello. Il collega mi ha scritto:\n"prova ancora" ma non va'],
    ['"Da:" in prose', 'Da: Roma\nnon riesco ad entrare'],
    ['a filled-in form', 'Nome: Adriana\nE-mail: adriana@libero.it\nMessaggio: non trovo il link'],
  ])('%s stays new text', (_, text) => {
    expect(splitBody({ text })).toEqual({ newText: text, quotedText: '', signature: '' });
  });

  it.each([
    ['-- ', 'Mario Rossi'],
    ['Inviato da iPhone', ''],
    ['Enviado do meu iPhone', ''],
    ['Enviado desde mi iPhone', ''],
    ['Sent from my Samsung Galaxy smartphone.', ''],
    ['Von meinem iPhone gesendet', ''],
    ['Envoyé de mon iPhone', ''],
    ['This message and any attachment are confidential. If you did not receive the access, delete it.', ''],
    ['Questo messaggio è riservato e destinato esclusivamente al destinatario.', ''],
  ])('a signature is taken out: %s', (line, next) => {
    expect(split('Ho perso il link', '', line, next).newText).toBe('Ho perso il link');
  });
});

it('no line of a mail is ever lost', () => {
  const line = fc.constantFrom(
    'ciao',
    '> vecchio',
    '-- ',
    'Da: Anna <a@b.it>',
    'Inviato: oggi 12:00',
    'Oggetto: x',
    '',
    'Inviato da iPhone',
    '-----Original Message-----',
    'On Oct 11, 2026 at 6:02 PM A <a@b.it> wrote:',
    '>> più vecchio',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const parts = split(...lines);
      const kept = `${parts.newText}\n${parts.quotedText}\n${parts.signature}`;
      for (const word of lines.map((each) => each.replace(/^>+\s*/, '').trim())) expect(kept).toContain(word);
    }),
  );
});

it('a hostile body is cut in linear time', () => {
  const text = `${'On 1 wrote\n'.repeat(40_000)}${'Da: '.repeat(100_000)}`;
  expect(processorMs(() => splitBody({ text }))).toBeLessThan(3000);
});
