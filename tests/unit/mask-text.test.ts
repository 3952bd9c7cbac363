import { describe, expect, it } from 'vitest';
import { maskText } from '../../shared/domain/mask-text';
import { seededRandom } from '../support/seeded-random';

describe('a text of the log', () => {
  it.each([
    ['Giulia Ferri <giulia@posta.example> was refused', '*** <g***@posta.example> was refused'],
    ['550 "Ferri, Giulia" <giulia@posta.example> unknown', '550 *** <g***@posta.example> unknown'],
    ["recipient 'giulia@posta.example'", "recipient 'g***@posta.example'"],
    ['"giulia ferri"@posta.example', 'g***@posta.example'],
    ['bounce+giulia=posta.example@list.example', 'b***@list.example'],
    ['mailto:giulia%40posta.example', 'mailto:g***@posta.example'],
    ["d'amico@posta.example", 'd***@posta.example'],
    ['no sale HP1771569003', 'no sale HP***'],
    ['no sale hp 1771 569 003, sorry', 'no sale HP***, sorry'],
    ['no sale 1771569003', 'no sale ***'],
    ['tel.+39 333 123 4567', 'tel.***'],
    ['cpf 123.456.789-09', 'cpf ***'],
    ['(11) 98765-4321', '***'],
    ["ENOENT: open '/home/anna/.config/Sportello/ca.pem'", "ENOENT: open '/home/***/.config/Sportello/ca.pem'"],
    ['ENOENT: C:\\Users\\Anna\\ca.pem', 'ENOENT: C:\\Users\\***\\ca.pem'],
  ])('%j names nobody: %j', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each([
    'connect ECONNREFUSED 192.168.100.204:993',
    'the copy daily-2026-01-15T09-00-00-000Z.db',
    'at 2026-01-15T09:00:00.000Z',
    'at Object.run (/opt/sportello/engine/index.cjs:12034:17)',
    'SqliteError: UNIQUE constraint failed: ticket.id',
    'T-1042 has 12 messages, 40960000 bytes',
  ])('keeps what a fault is found by: %j', (text) => {
    expect(maskText(text)).toBe(text);
  });

  it('never holds an address, a name, a number of a purchase or a phone, whatever is around them', () => {
    const random = seededRandom(20_260_115);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
    for (let at = 0; at < 2_000; at += 1) {
      const name = `${pick(['Zulmira', 'Óscar', "D'Ambrosia", 'Łucja', 'ninetta'])} ${pick(['Quarantotti', 'Baião', 'dos Anjos'])}`;
      const local = `${pick(['q', 'x', 'w'])}${pick(['.', '_', '+', '-', "'", '='])}${pick(['uarantotti', 'baiao', 'anjos'])}${digits(3)}`;
      const address = `${local}@${pick(['posta.example', 'mail.esempio.it', 'xn--bcher-kva.example'])}`;
      const number = `${pick(['HP', 'hp', 'HP ', 'H.P.', 'HP-', 'HP: '])}${digits(pick([10, 14, 15]))}`;
      const phone = `${pick(['+39 ', '00351 ', '+55 (11) ', ''])}${digits(3)}${pick([' ', '-', '.', ''])}${digits(3)}${pick([' ', '-', ''])}${digits(4)}`;
      const whom = pick([`${name} <${address}>`, `"${name}" <${address}>`, address, `<${address}>`, `'${address}'`]);
      const parts = [whom, number, phone].sort(() => random() - 0.5);
      const text = parts.join(pick([' ', ', ', '; ', '\n', ' (', ' | ', ' said: ']));
      const masked = maskText(`5.1.1 ${text} is not known`);
      const leak = /uarantotti|baiao|anjos|Baião|Zulmira <|ninetta|\d{4}/i.exec(masked)?.[0] ?? null;
      expect({ text, leak }).toEqual({ text, leak: null });
    }
  });

  it('is masked in a moment where it is long and hostile', () => {
    const slow = ['a@', '<', '1 ', 'HP', '"', '%40', '. ', "'", 'a <b'].filter((piece) => {
      const begun = performance.now();
      maskText(piece.repeat(20_000));
      return performance.now() - begun > 2_000;
    });
    expect(slow).toEqual([]);
  });
});
