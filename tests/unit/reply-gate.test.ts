import { describe, expect, it } from 'vitest';
import type { DecisionId } from '../../shared/domain/decision';
import { gateOf } from '../../shared/domain/gate';
import type { GateInput } from '../../shared/domain/gate';
import { caseFacts, NOW, purchaseFacts, replyContext } from '../support/reply-case';
import type { CaseChange } from '../support/reply-case';

const DAY = 24 * 3_600_000;
const GREEN: GateInput = {
  decision: 'club.first-access',
  facts: caseFacts(),
  context: replyContext(),
  holes: [],
  betrays: false,
  to: 'giulia.ferri@posta.example',
  otherReading: null,
  followUp: false,
  toOurselves: false,
};
const gateFor = (change: Partial<GateInput>, facts?: CaseChange) =>
  gateOf({ ...GREEN, ...change, ...(facts ? { facts: caseFacts(facts) } : {}) });
const answered = { decision: 'club.product-link' as const, by: 'Anna', ticket: 'T-9', sameTicket: false };
const facts = caseFacts();

describe('green', () => {
  it.each(['transaction', 'email', 'email+product', 'email+active'] as const)('the buyer, matched on %s', (basis) => {
    expect(gateFor({}, { basis })).toEqual({ colour: 'green' });
  });
  it.each<[DecisionId, CaseChange]>([
    ['ask.purchase-details', { purchase: null }],
    ['ask.which-product', { purchase: [purchaseFacts({}), purchaseFacts({ transaction: 'HP2' })] }],
    ['verify.purchase-email', { identity: 'other' }],
  ])('%s, which holds no purchase fact', (decision, change) => {
    expect(gateFor({ decision }, change)).toEqual({ colour: 'green' });
  });
});

describe('amber', () => {
  it.each<[string, Partial<GateInput>, CaseChange?]>([
    ['match.fuzzy', {}, { basis: 'transaction~email' }],
    ['identity.other', {}, { identity: 'other' }],
    ['identity.other', { decision: 'verify.purchase-email' }, { identity: 'other', dmarcFailed: true }],
    ['language.fallback', { facts: { ...facts, languageFallback: true } }],
    ['via.form', { facts: { ...facts, recipient: { ...facts.recipient, via: 'form' } } }],
    ['via.list', { facts: { ...facts, recipient: { ...facts.recipient, via: 'list' } } }],
    [
      'reply-to.differs',
      { facts: { ...facts, match: { ...facts.match, hints: [{ kind: 'reply-to-differs', address: 'x@y.example' }] } } },
    ],
    [
      'sender.suspicious',
      {
        facts: {
          ...facts,
          match: { ...facts.match, hints: [{ kind: 'name-shows-address', address: 'x@y.example' }] },
        },
      },
    ],
    ['not-earned', { context: replyContext({ earned: () => false }) }],
    ['answered-outside', { context: replyContext({ answeredOutside: { at: null } }) }],
    ['newer-message', { context: replyContext({ newerMessage: true }) }],
    ['restored', { context: replyContext({ behind: true }) }],
    ['follow-up', { followUp: true }],
    ['answered-elsewhere', { context: replyContext({ earlier: [{ ...answered, at: NOW - DAY }] }) }],
    ['perhaps-newer-than-data', { facts: { ...facts, perhapsNewer: true } }],
    ['data-older-than-a-day', { decision: 'purchase.pending', context: replyContext({ lastImportAt: NOW - DAY - 1 }) }],
    ['data-older-than-a-day', { decision: 'purchase.inactive', context: replyContext({ lastImportAt: null }) }],
    ['suggestion.other-reading', { otherReading: { clue: 'intent', value: 'access.link' } }],
    ['enumeration', { context: replyContext({ enumeration: true }) }],
    ['sender.ambiguous', { facts: { ...facts, senderAmbiguous: true } }],
    ['needs-a-person', { context: replyContext({ ourReplies: 2 }) }],
    ['needs-a-person', {}, { threat: true }],
    ['standing-differs', {}, { purchase: purchaseFacts({ standing: purchaseFacts({}).purchase }) }],
  ])('%s', (reason, change, caseChange) => {
    expect(gateFor(change, caseChange)).toEqual({ colour: 'amber', reasons: [reason] });
  });

  it.each<[string, Partial<GateInput>]>([
    ['another decision whatever the age of the data', { context: replyContext({ lastImportAt: null }) }],
    [
      'an answer in this very ticket',
      { context: replyContext({ earlier: [{ ...answered, at: NOW - DAY, sameTicket: true }] }) },
    ],
    ['an answer elsewhere four days ago', { context: replyContext({ earlier: [{ ...answered, at: NOW - 4 * DAY }] }) }],
    ['one reply of ours', { context: replyContext({ ourReplies: 1 }) }],
  ])('not for %s', (_, change) => {
    expect(gateFor(change)).toEqual({ colour: 'green' });
  });
});

describe('red beats amber', () => {
  it.each<[string, Partial<GateInput>, CaseChange?]>([
    ['hole', { holes: ['support_address'] }],
    ['no-purchase-data', { holes: ['product', 'link'] }],
    ['privacy-guard', { betrays: true, followUp: true }],
    ['no-recipient', { to: '' }],
    ['no-recipient', { toOurselves: true }],
    ['no-reply-to-machine', {}, { intent: 'auto' }],
  ])('%s', (reason, change, caseChange) => {
    expect(gateFor(change, caseChange)).toEqual({ colour: 'red', reasons: [reason] });
  });
});
