import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldAddress } from '../../shared/domain/address';
import type { Clues, CluePlace } from '../../shared/domain/clues';
import { type MatchCandidates, matchPurchases } from '../../shared/domain/match';
import type { Purchase } from '../../shared/domain/purchase';
import { readNumbers } from '../../shared/domain/transaction-number';
import { makePurchase } from '../support/purchases';

const ANNA = 'anna@libero.it';
const BEA = 'bea@gmail.com';
const orto = makePurchase({ transaction: 'HP2216779101', buyer: ANNA });
const advanced = makePurchase({
  transaction: 'HP2216779202',
  buyer: ANNA,
  product: 'plus',
  name: 'Orto sul Balcone Avanzato',
});
const english = makePurchase({
  transaction: 'HP17715690036014',
  buyer: ANNA,
  product: 'en',
  name: 'Inglese in Viaggio',
});
const beas = makePurchase({ transaction: 'HP3554081570', buyer: BEA, product: 'yoga', name: 'Yoga Vital 30' });
const first = makePurchase({ transaction: 'HP3618221025C1', buyer: BEA, product: 'yoga', name: 'Yoga Vital 30' });
const second = makePurchase({ transaction: 'HP3618221025C2', buyer: BEA, product: 'foto', name: 'Fotografia Base' });

type Given = {
  readonly subject?: string;
  readonly text?: string;
  readonly quoted?: string;
  readonly file?: string;
  readonly sales: readonly Purchase[];
  readonly from?: string;
  readonly written?: string;
  readonly asking?: string;
  readonly dmarc?: MatchCandidates['dmarc'];
};

/** Matches a mail of `from` (Anna) against some sales, as the engine gathers them. */
function match(given: Given) {
  const places: readonly [CluePlace, string][] = [
    ['subject', given.subject ?? ''],
    ['new', given.text ?? ''],
    ['quoted', given.quoted ?? ''],
    ['attachment-name', given.file ?? ''],
  ];
  const numbers = places.flatMap(([place, text]) => readNumbers(text).map((number) => ({ ...number, place })));
  const requester = foldAddress(given.from ?? ANNA);
  const clues: Clues = {
    from: { name: '', address: given.from ?? ANNA },
    replyTo: null,
    numbers,
    addresses: given.written === undefined ? [] : [given.written],
    subject: given.subject ?? '',
    newText: given.text ?? '',
  };
  return matchPurchases(clues, {
    requester,
    requesterFrom: 'sender',
    numbered: given.sales,
    own: given.sales.filter((sale) => sale.buyerFolded === requester),
    written: given.sales.filter(
      (sale) => given.written !== undefined && sale.buyerFolded === foldAddress(given.written),
    ),
    catalogue: [
      ...new Map(
        given.sales.map((sale) => [sale.productId, { productId: sale.productId, name: sale.productName }]),
      ).values(),
    ],
    similar: [],
    suspicions: [],
    asking: () => given.asking ?? '',
    dmarc: given.dmarc ?? 'pass',
  });
}

const outcome = (given: Given) => {
  const found = match(given);
  const what = found.status === 'matched' ? found.purchase.transaction : found.status;
  return `${what} ${found.basis ?? '-'} ${found.identity}`;
};

describe('which purchase a ticket is about', () => {
  it.each<[string, Given, string]>([
    ['a known number', { text: 'HP 2216 7791 01', sales: [orto, english] }, 'HP2216779101 transaction buyer'],
    ["another one's number", { text: 'HP3554081570', sales: [orto, beas] }, 'HP3554081570 transaction other'],
    [
      'a number in an attachment name',
      { file: 'ricevuta HP2216779101.pdf', sales: [orto, english] },
      'HP2216779101 transaction buyer',
    ],
    [
      'new text beats quoted text',
      { text: 'HP2216779101', quoted: 'HP17715690036014', sales: [orto, english] },
      'HP2216779101 transaction buyer',
    ],
    [
      'quoted text alone counts',
      { quoted: 'HP17715690036014', sales: [orto, english] },
      'HP17715690036014 transaction buyer',
    ],
    [
      'one digit changed, own',
      { text: 'HP2216779191', sales: [orto, english] },
      'HP2216779101 transaction~email buyer',
    ],
    [
      'two digits swapped, own',
      { text: 'HP17715690030614', sales: [orto, english] },
      'HP17715690036014 transaction~email buyer',
    ],
    ['one digit dropped, own', { text: 'HP221677910', sales: [orto, english] }, 'HP2216779101 transaction~email buyer'],
    ["one digit changed, a stranger's", { text: 'HP3554081579', sales: [beas] }, 'unmatched - other'],
    [
      'a known number wins over an own near one',
      { text: 'HP2216779111', sales: [orto, { ...beas, transaction: 'HP2216779111' }] },
      'HP2216779111 transaction other',
    ],
    [
      'digits without HP, own',
      { text: 'il numero è 2216779101', sales: [orto, english] },
      'HP2216779101 transaction buyer',
    ],
    ["digits without HP, a stranger's", { text: 'il numero è 3554081570', sales: [beas] }, 'unmatched - other'],
    [
      'an item of a checkout',
      { from: BEA, text: 'HP3618221025C2', sales: [first, second] },
      'HP3618221025C2 transaction buyer',
    ],
    [
      'a checkout without suffix',
      { from: BEA, text: 'HP3618221025', sales: [first, second] },
      'ambiguous transaction buyer',
    ],
    [
      'a checkout and a product',
      { from: BEA, text: 'HP3618221025, fotografia base', sales: [first, second] },
      'HP3618221025C2 transaction buyer',
    ],
    [
      'a suffix that the sale does not carry',
      { text: 'HP2216779101C1', sales: [orto, english] },
      'HP2216779101 transaction buyer',
    ],
    ['the only purchase of the sender', { sales: [orto, beas] }, 'HP2216779101 email buyer'],
    [
      'an address in the text',
      { from: 'altra@x.example', written: ANNA, text: ANNA, sales: [orto] },
      'HP2216779101 email other',
    ],
    ['own purchases before a written address', { written: BEA, sales: [orto, beas] }, 'HP2216779101 email buyer'],
    [
      'a product named',
      { text: 'non entro in INGLESE IN VIAGGIO', sales: [orto, english] },
      'HP17715690036014 email+product buyer',
    ],
    [
      'a product with a word missing',
      { text: 'il corso inglese viaggio', sales: [orto, english] },
      'HP17715690036014 email+product buyer',
    ],
    [
      'the longest name that fits',
      { text: 'per orto sul balcone avanzato', sales: [orto, advanced] },
      'HP2216779202 email+product buyer',
    ],
    ['one of them active', { sales: [orto, { ...english, status: 'inactive' }] }, 'HP2216779101 email+active buyer'],
    ['several and none named', { sales: [orto, english] }, 'ambiguous email buyer'],
    [
      'two own products named',
      { text: 'Orto sul Balcone e Inglese in Viaggio', sales: [orto, english] },
      'ambiguous email buyer',
    ],
    [
      'two named, one where he asks',
      {
        text: 'Inglese in Viaggio va bene. Non entro in Orto sul Balcone!',
        asking: 'Non entro in Orto sul Balcone!',
        sales: [orto, english],
      },
      'HP2216779101 email+product buyer',
    ],
    ['nobody known', { from: 'nuovo@x.example', sales: [orto] }, 'unmatched - other'],
    ['DMARC failed', { sales: [orto], dmarc: 'fail' }, 'HP2216779101 email other'],
    ['DMARC unknown', { sales: [orto], dmarc: 'unverified' }, 'HP2216779101 email buyer'],
  ])('%s', (_, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  it('renewals of one subscription are one candidate: the newest active one', () => {
    const pay = (n: number, status: string) =>
      makePurchase({ transaction: `HP000000000${n}`, buyer: ANNA, status, recurrence: n, ordered: `2026-0${n}-01` });
    expect(outcome({ sales: [pay(1, 'COMPLETE'), pay(2, 'COMPLETE'), pay(3, 'EXPIRED')] })).toBe(
      'HP0000000002 email buyer',
    );
  });

  it('two known numbers of the requester are candidates for the product rule', () => {
    const text = 'HP2216779101 oppure HP17715690036014';
    expect(outcome({ text, sales: [orto, english, advanced] })).toBe('ambiguous transaction buyer');
    expect(outcome({ text: `${text}, quello di inglese in viaggio`, sales: [orto, english] })).toBe(
      'HP17715690036014 transaction buyer',
    );
  });

  it('ambiguous lists all purchases of the address, active first', () => {
    const found = match({ sales: [{ ...orto, status: 'inactive' }, english, advanced] });
    expect(found.status === 'ambiguous' && found.candidates.map((each) => each.transaction).at(-1)).toBe(
      'HP2216779101',
    );
  });
});

describe('what the desk shows beside a match', () => {
  it('an unknown number, an own number near it, a product not owned, a failed DMARC', () => {
    expect(match({ text: 'HP9999999999', sales: [orto] }).hints).toContainEqual({
      kind: 'number-unknown',
      number: 'HP9999999999',
    });
    expect(
      match({ text: 'HP2216779102', sales: [orto, { ...beas, transaction: 'HP2216779102' }] }).hints,
    ).toContainEqual({
      kind: 'near-own-purchase',
      number: 'HP2216779102',
      transaction: 'HP2216779101',
    });
    expect(match({ text: 'yoga vital 30', sales: [orto, beas] }).hints).toContainEqual({
      kind: 'product-not-owned',
      product: 'Yoga Vital 30',
    });
    expect(match({ sales: [orto], dmarc: 'fail' }).hints).toContainEqual({ kind: 'dmarc-failed' });
  });
});

it('matching never throws, whatever the mail says', () => {
  const sales = [orto, advanced, english, beas, first, second];
  const bits = fc.constantFrom(
    'HP',
    '2216779101',
    ' ',
    'C2',
    'orto sul balcone',
    'avanzato',
    'inglese',
    '3554081570',
    '.',
    '-',
    '9',
  );
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 30 }), fc.array(bits, { maxLength: 10 }), (text, quoted) => {
      const found = match({ text: text.join(''), quoted: quoted.join(''), sales });
      // Whatever was typed, a stranger's purchase is never called the requester's.
      const owner = found.status === 'matched' && found.identity === 'buyer' ? found.purchase.buyerFolded : ANNA;
      expect(owner).toBe(ANNA);
    }),
  );
});
