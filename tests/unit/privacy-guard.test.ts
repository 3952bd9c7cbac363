import { describe, expect, it } from 'vitest';
import { guardPrivacy } from '../../shared/domain/privacy-guard';
import { replyHtml } from '../../shared/domain/reply-html';
import { caseFacts, purchaseFacts } from '../support/reply-case';
import type { CaseChange } from '../support/reply-case';
import { processorMs } from '../support/processor-time';

const kinds = (text: string, change: CaseChange) => guardPrivacy(text, caseFacts(change)).map(({ kind }) => kind);
const STRANGER: CaseChange = { identity: 'other' };
const OTHER = purchaseFacts({
  transaction: 'HP2222222222',
  product: 'Inglese in Viaggio',
  link: 'https://inglese.club.example/login',
});

describe('to somebody who is not the buyer', () => {
  it.each([
    ['transaction', 'Il numero è HP1771569003.'],
    ['transaction', 'Il numero è hp 177-156-9003'],
    ['buyer-address', 'Scrivi da Giulia.Ferri+corsi@posta.example.'],
    ['buyer-name', 'Ha comprato GIULIA FERRI.'],
    ['product', 'Il corso orto sul balcone è attivo.'],
    ['producer', 'Lo vende Verde Facile!'],
    ['producer-address', 'Scrivi a ciao@verdefacile.example'],
    ['members-area-link', 'Entra da https://orto-sul-balcone.club.example/login/'],
    ['password', 'La tua password è Orto2026!'],
  ])('%s is refused: %s', (kind, text) => {
    expect(kinds(text, STRANGER)).toContain(kind);
  });

  it.each([
    ['names of every candidate', 'Inglese in Viaggio', { ...STRANGER, purchase: [purchaseFacts({}), OTHER] }],
    ['names where DMARC failed', 'Orto sul Balcone', { ...STRANGER, dmarcFailed: true }],
  ] as [string, string, CaseChange][])('%s are refused too', (_, text, change) => {
    expect(kinds(text, change)).toContain('product');
  });

  it.each([
    "Hotmart Club invia un'e-mail automatica con i dati di accesso; controlla lo spam.",
    'Il numero di transazione inizia con HP.',
    'Scrivici a support@corsi.example. Un saluto, Anna',
    'Forgot your password? Clicca qui.',
    "La stampante HP 2015 non c'entra.",
  ])('what tells nothing may go: %s', (text) => {
    expect(kinds(text, STRANGER)).toEqual([]);
  });

  it('what his own mail said may be said back', () => {
    const said = {
      ...STRANGER,
      newText: 'Il mio numero è HP1771569003, corso Orto sul Balcone, giulia.ferri@posta.example',
    };
    expect(kinds('Grazie per HP1771569003 (Orto sul Balcone), giulia.ferri@posta.example', said)).toEqual([]);
    expect(kinds('Il produttore è Verde Facile', said)).toEqual(['producer']);
  });
});

describe('to the buyer', () => {
  it('everything of his own purchases may go', () => {
    const text =
      'HP1771569003 e HP2222222222: Orto sul Balcone di Verde Facile, https://orto-sul-balcone.club.example/login';
    expect(kinds(text, { others: [OTHER] })).toEqual([]);
  });

  it.each([
    ['transaction', 'Il numero è HP9999999999.'],
    ['other-product-link', 'Entra da https://inglese.club.example/login'],
    ['password', 'Sua senha: abc123'],
    ['password', 'Tu contraseña es "S3creta"'],
  ])('%s is refused: %s', (kind, text) => {
    expect(kinds(text, { others: [OTHER] })).toEqual([kind]);
  });

  it.each([
    'La password è quella che avevi registrato',
    'your password is the same',
    'password: la stessa di prima',
    'A senha é a mesma',
  ])('words about a password are no password: %s', (text) => {
    expect(kinds(text, {})).toEqual([]);
  });

  it('the number of a checkout and of its item are one', () => {
    expect(kinds('HP1771569003C2', {})).toEqual([]);
  });
});

it.each([
  ['digits', 'HP' + '1 '.repeat(100_000)],
  ['addresses', 'a@'.repeat(100_000)],
  ['password words', 'password: '.repeat(20_000)],
  ['dots', 'HP.'.repeat(60_000)],
])('a very long text of %s is read in time', (_, text) => {
  const facts = caseFacts(STRANGER);
  const cost = processorMs(() => {
    guardPrivacy(text, facts);
    replyHtml(text);
  });
  expect(cost).toBeLessThan(3000);
});
