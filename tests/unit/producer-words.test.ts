import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gistOf, producerWords } from '../../shared/domain/producer-words';
import type { ForwardScope } from '../../shared/domain/producer-words';

const SCOPE: ForwardScope = {
  transaction: 'HP5510020399',
  buyerAddress: 'paola@posta.example',
  buyerName: 'Paola Conti',
  producerAddresses: ['ciao@verde.example'],
  link: 'https://pane.example/soci',
  otherLinks: ['https://verde.example/area'],
  others: [{ name: 'Marco Riva', address: 'marco@posta.example', transaction: 'HP5510020322' }],
};

const words = (...lines: readonly string[]) => producerWords(lines.join('\n'), SCOPE);

describe('what a buyer may read of a producer’s answer', () => {
  it.each([
    'Ecco i dati: https://pane.example/soci',
    'utente: paola@posta.example, password: Farina2026!',
    'Per domande: ciao@verde.example',
    'HP5510020399 è a posto.',
    'HP 5510 020 399 è a posto.',
    'Il nostro telefono: 0612345678',
  ])('keeps the line: %s', (line) => {
    expect(words(line)).toEqual({ text: line, removed: 0 });
  });

  it.each([
    ['another number', 'HP5510020322 lo guardo domani.'],
    ['another number, written in pieces', 'HP 5510 020 322 lo guardo domani.'],
    ['another number without letters that is somebody’s purchase', 'La 5510020322 lo guardo domani.'],
    ['another address', 'Anche marco@posta.example ha lo stesso problema.'],
    ['an address that nobody knows', 'Ho scritto a luisa.verdi@posta.example.'],
    ['another buyer’s name', 'Marco Riva invece non risulta.'],
    ['another buyer’s name in capitals', 'MARCO RIVA: non risulta.'],
    ['another buyer’s family name', 'Al signor Riva scrivo domani.'],
    ['another product’s members area', 'L’orto sta su verde.example/area'],
    ['a quoted line', '> Numero di transazione: HP5510020399'],
  ])('leaves out the whole line with %s', (_what, line) => {
    expect(words('Fatto.', line)).toEqual({ text: 'Fatto.', removed: line.startsWith('>') ? 0 : 1 });
  });

  it('ends where a quote begins that no mail program marked', () => {
    expect(words('Fatto.', 'Il giorno lun 12 gen 2026 alle 09:00 Anna ha scritto:', 'parole nostre').text).toBe(
      'Fatto.',
    );
    expect(words('Fatto.', '-----Messaggio originale-----', 'parole nostre').text).toBe('Fatto.');
  });

  it('leaves out what stands below somebody else’s name or number, until this case is named again', () => {
    const text = [
      'HP5510020399 (Paola): utente paola, password AAA11',
      '',
      'HP5510020322 (Marco Riva)',
      'utente: mriva',
      'password: BBB22',
      '',
      'Per Paola Conti ancora: il corso è aperto.',
    ];
    const { text: kept, removed } = words(...text);
    for (const foreign of ['mriva', 'BBB22', 'HP5510020322']) expect(kept).not.toContain(foreign);
    expect(kept).toContain('AAA11');
    expect(kept).toContain('il corso è aperto');
    expect(removed).toBe(3);
  });

  it('leaves out our reply token and knows names of three letters', () => {
    expect(words('Fatto.', 'Rif. [#00ff00ff00ff00ff]').text).toBe('Fatto.');
    const others = [{ name: 'Ana Lo', address: 'ana@posta.example', transaction: 'HP5510020311' }];
    expect(producerWords('Fatto.\nAna: password CCC33', { ...SCOPE, others }).text).toBe('Fatto.');
  });

  it('keeps lines with a name that the buyer shares', () => {
    const others = [{ name: 'Paola Neri', address: 'neri@posta.example', transaction: 'HP5510020311' }];
    expect(producerWords('Ciao Paola, ecco i dati.', { ...SCOPE, others }).removed).toBe(0);
  });

  it('never holds another customer’s number, address, name or area, whatever stands around them', () => {
    const foreign = fc.constantFrom(
      'HP5510020322',
      'marco@posta.example',
      'Marco Riva',
      'https://verde.example/area/login',
    );
    const text = fc.array(fc.oneof(fc.string(), foreign, fc.constant('\n'), fc.constant(' ')), { maxLength: 30 });
    fc.assert(
      fc.property(text, (parts) => {
        const { text: kept } = producerWords(parts.join(' '), SCOPE);
        for (const one of ['HP5510020322', 'marco@posta.example', 'Marco Riva', 'verde.example/area'])
          expect(kept.includes(one)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what an answer seems to say', () => {
  it.each([
    ['Fatto, inviato ieri.', 'sent'],
    ['Acesso reenviado agora.', 'sent'],
    ['Ya está, enviado.', 'sent'],
    ['Done, I have resent it.', 'sent'],
    ['Non abbiamo inviato nulla, non risulta.', 'other'],
    ['Não encontramos a compra.', 'other'],
    ['Che numero era?', 'other'],
    ['password: Farina2026!', 'data'],
    ['Entre em https://pane.example/soci', 'data'],
  ] as const)('%s: %s', (text, gist) => {
    expect(gistOf(text)).toBe(gist);
  });
});
