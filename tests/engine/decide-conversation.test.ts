import { describe, expect, it } from 'vitest';
import { splitBody } from '../../electron/engine/mail/body-parts';
import { parseMessage } from '../../electron/engine/mail/parse-message';
import { memorySource } from '../../electron/engine/purchases/csv-source';
import type { Conversation, ConversationMessage } from '../../electron/engine/tickets/conversation';
import { decideConversation, type DeskFacts } from '../../electron/engine/tickets/decide-conversation';
import { makeProduct, makePurchase } from '../support/purchases';

const DESK: DeskFacts = {
  defaultLanguage: 'it',
  ownAddresses: ['support@corsi.example'],
  ownNames: ['Assistenza Corsi'],
  formSenders: [],
  groupAddresses: [],
};
const source = memorySource(
  [
    makePurchase({ transaction: 'HP2216779101', buyer: 'anna@libero.it' }),
    makePurchase({ transaction: 'HP2216779202', buyer: 'bea@libero.it', ordered: '2026-01-01' }),
    makePurchase({ transaction: 'HP2216779303', buyer: 'bea@libero.it', product: 'en', name: 'Inglese in Viaggio' }),
    makePurchase({ transaction: 'HP2216779404', buyer: 'carla@libero.it', product: 'foto', name: 'Fotografia Base' }),
    makePurchase({ transaction: 'HP2216779505', buyer: 'dora@libero.it', recurrence: 3 }),
    makePurchase({ transaction: 'HP2216779606', buyer: 'elsa@libero.it', product: 'nuovo', name: 'Corso Nuovo' }),
  ],
  [
    makeProduct('orto', 'Orto sul Balcone', 'club'),
    makeProduct('en', 'Inglese in Viaggio', 'club'),
    makeProduct('foto', 'Fotografia Base', 'producer'),
  ],
);

async function message(from: string, text: string, headers = '', ours = false): Promise<ConversationMessage> {
  const raw = new TextEncoder().encode(
    `From: ${from}\r\nTo: support@corsi.example\r\nSubject: Corso\r\n${headers}\r\n${text}`,
  );
  const parsed = await parseMessage(raw, { authservId: null, html: true, attachments: true });
  return { message: parsed, parts: splitBody(parsed), ours, at: Date.UTC(2026, 9, 5) };
}

const decided = async (
  messages: readonly ConversationMessage[],
  corrected: Partial<Conversation['corrected']> = {},
  desk = DESK,
) =>
  decideConversation(
    { messages, corrected: { intent: null, transaction: null, delivery: null, refused: [], ...corrected } },
    desk,
    source,
  );

describe('a conversation is decided from its newest message', () => {
  it.each([
    ['a first Club purchase', 'anna@libero.it', 'Non ho ricevuto la mail di accesso', 'club.first-access'],
    [
      'an earlier Club purchase',
      'bea@libero.it',
      'Non ho ricevuto la mail di accesso per Inglese in Viaggio',
      'club.existing-account',
    ],
    ['a renewal makes an existing buyer', 'dora@libero.it', 'Non riesco ad entrare', 'club.existing-account'],
    ["a producer's area", 'carla@libero.it', 'Ho dimenticato la password', 'producer.contact'],
    ['a product that the catalogue lacks', 'elsa@libero.it', 'Non riesco ad entrare', 'classify.product'],
    ['several purchases', 'bea@libero.it', 'Non riesco ad entrare', 'ask.which-product'],
    ["another one's number", 'zoe@libero.it', 'Non riesco ad entrare, HP2216779101', 'verify.purchase-email'],
    ['nobody known', 'zoe@libero.it', 'Non riesco ad entrare', 'ask.purchase-details'],
    ['a refund', 'anna@libero.it', 'Voglio il rimborso', 'route.support'],
  ])('%s', async (_, from, text, decision) => {
    expect((await decided([await message(from, text)])).decision.id).toBe(decision);
  });

  it('a bare answer takes the intent and the clues of its ticket', async () => {
    const asked = await message('zoe@libero.it', 'Ho dimenticato la password del corso');
    const ours = await message('support@corsi.example', 'Ci dia il numero', '', true);
    const facts = await decided([asked, ours, await message('zoe@libero.it', 'HP2216779101')]);
    expect([facts.intent.intent, facts.decision.id, facts.language]).toEqual([
      'access.password',
      'verify.purchase-email',
      'it',
    ]);
    const named = await decided([
      await message('bea@libero.it', 'Non trovo più il link'),
      ours,
      await message('bea@libero.it', 'Inglese in viaggio'),
    ]);
    expect([named.intent.intent, named.decision.id]).toEqual(['access.link', 'club.product-link']);
  });

  it('a number of an earlier message still counts', async () => {
    const facts = await decided([
      await message('bea@libero.it', 'HP2216779303, non entro'),
      await message('bea@libero.it', 'Ancora niente, non riesco ad entrare'),
    ]);
    expect(facts.match).toMatchObject({ status: 'matched', basis: 'transaction' });
  });

  it('a German mail is understood and falls back to the default language', async () => {
    const facts = await decided([
      await message('anna@libero.it', 'Guten Tag, ich habe mein Passwort vergessen und komme nicht in den Kurs.'),
    ]);
    expect([facts.language, facts.replyLanguage, facts.languageFallback, facts.intent.intent]).toEqual([
      'de',
      'it',
      true,
      'access.password',
    ]);
  });

  it('what an agent set by hand beats what was read', async () => {
    const one = [await message('zoe@libero.it', 'Vorrei la fattura')];
    expect((await decided(one, { intent: 'access.link', transaction: 'HP2216779101' })).decision.id).toBe(
      'verify.purchase-email',
    );
    const elsa = [await message('elsa@libero.it', 'Non riesco ad entrare')];
    expect((await decided(elsa, { delivery: 'club' })).decision.id).toBe('club.first-access');
  });

  it('nothing written to us is nothing to decide', async () => {
    await expect(decided([await message('support@corsi.example', 'x', '', true)])).rejects.toThrow(/message to us/);
  });
});

describe('to whom the answer goes', () => {
  const text = 'Nome: Anna\r\nE-mail: anna@libero.it\r\nMessaggio: non trovo il link del corso';
  it('a buyer who sets another Reply-To is answered at From, with a warning', async () => {
    const facts = await decided([
      await message('anna@libero.it', 'Non entro nel corso', 'Reply-To: altra@x.example\r\n'),
    ]);
    expect(facts.recipient).toEqual({ party: { name: '', address: 'anna@libero.it' }, via: 'direct' });
    expect(facts.match.hints).toContainEqual({ kind: 'reply-to-differs', address: 'altra@x.example' });
  });
  it('a person without purchase is never replaced by his Reply-To', async () => {
    const facts = await decided([await message('zoe@libero.it', 'Non entro', 'Reply-To: anna@libero.it\r\n')]);
    expect([facts.recipient.party?.address, facts.decision.id]).toEqual(['zoe@libero.it', 'ask.purchase-details']);
  });
  it('a form answers to Reply-To alone', async () => {
    const facts = await decided([await message('noreply@form.example', text, 'Reply-To: Anna <anna@libero.it>\r\n')]);
    expect([facts.recipient.via, facts.recipient.party?.address, facts.decision.id]).toEqual([
      'form',
      'anna@libero.it',
      'club.product-link',
    ]);
  });
  it('a form without Reply-To answers to its e-mail field, one without either to nobody', async () => {
    const desk = { ...DESK, formSenders: ['sito@form.example'] };
    expect((await decided([await message('sito@form.example', text)], {}, desk)).recipient).toEqual({
      party: { name: 'Anna', address: 'anna@libero.it' },
      via: 'form',
    });
    expect(
      (await decided([await message('sito@form.example', 'Non trovo il link')], {}, desk)).recipient.party,
    ).toBeNull();
  });
  it("the team's own list is no machine", async () => {
    const desk = { ...DESK, groupAddresses: ['aiuto@corsi.example'] };
    const headers = 'List-Id: <aiuto.corsi.example>\r\nReply-To: anna@libero.it\r\n';
    const facts = await decided(
      [await message('aiuto@corsi.example', 'Non trovo il link del corso', headers)],
      {},
      desk,
    );
    expect([facts.recipient.via, facts.decision.id]).toEqual(['list', 'club.product-link']);
    expect((await decided([await message('x@y.example', 'Novità', 'List-Id: <news.example>\r\n')])).decision.id).toBe(
      'ignore',
    );
  });
});
