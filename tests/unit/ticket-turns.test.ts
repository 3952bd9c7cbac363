import { describe, expect, it } from 'vitest';
import type { HistoryEntry, HistoryKind } from '../../shared/contract/history';
import type { TicketState } from '../../shared/domain/ticket';
import { turnsOf } from '../../shared/domain/ticket-turns';

/** Entries at 10, 20, 30, … of a ticket that came at 0. */
function turns(state: TicketState, ...entries: readonly (readonly [HistoryKind, HistoryEntry['detail']])[]) {
  const history = entries.map(([kind, detail], index) => ({ at: 10 * (index + 1), actor: 'Anna', kind, detail }));
  return turnsOf({ createdAt: 0, state }, history);
}

const REPLY = [
  'accepted',
  { decision: 'club.first-access', macro: 'club.first-access', replies: 1, escalations: 0 },
] as const;
const SENT = ['sent', { kind: 'reply' }] as const;
const REMINDER = ['accepted', { decision: null, macro: 'remind.customer', replies: 1, escalations: 0 }] as const;
const ANSWER = ['state', { from: 'waiting.customer', to: 'open' }] as const;
const US = { debtor: 'us', since: 0 };

describe('whose turn it was', () => {
  it('is ours until somebody answers', () => {
    expect(turns('open', ['note', {}], ['claimed', {}])).toEqual({ turns: [US], answeredAt: null, remindedAt: null });
  });

  it('is the customer’s from the moment the mail server has the reply, and ours with the answer', () => {
    expect(turns('open', REPLY, SENT, ['message', { direction: 'inbound' }], ANSWER)).toEqual({
      turns: [US, { debtor: 'customer', since: 20 }, { debtor: 'us', since: 40 }],
      answeredAt: 10,
      remindedAt: null,
    });
  });

  it('begins anew for the customer with each answer of ours, by whatever program', () => {
    expect(turns('waiting.customer', REPLY, SENT, REPLY, SENT).turns).toEqual([US, { debtor: 'customer', since: 40 }]);
    expect(turns('waiting.customer', REPLY, SENT, ['message', { direction: 'outbound' }]).turns).toEqual([
      US,
      { debtor: 'customer', since: 30 },
    ]);
  });

  it('goes on for the customer through a reminder', () => {
    expect(turns('waiting.customer', REPLY, SENT, REMINDER, SENT)).toEqual({
      turns: [US, { debtor: 'customer', since: 20 }],
      answeredAt: 10,
      remindedAt: 30,
    });
    // The next real answer needs a reminder of its own.
    expect(turns('waiting.customer', REPLY, SENT, REMINDER, SENT, REPLY).remindedAt).toBeNull();
  });

  it('stays the producer’s when the customer is told that it takes long', () => {
    const asked = [
      'accepted',
      { decision: 'producer.contact', macro: 'producer.contact', replies: 1, escalations: 1 },
    ] as const;
    const told = [
      'accepted',
      { decision: 'producer.contact', macro: 'producer.waiting', replies: 1, escalations: 0 },
    ] as const;
    expect(turns('waiting.producer', asked, SENT, told, SENT).turns).toEqual([US, { debtor: 'producer', since: 10 }]);
  });

  it('is as before what was undone', () => {
    expect(turns('open', REPLY, ['undone', { block: 'b' }])).toEqual({
      turns: [US],
      answeredAt: null,
      remindedAt: null,
    });
    expect(turns('waiting.customer', REPLY, SENT, REMINDER, ['undone', { block: 'b' }])).toEqual({
      turns: [US, { debtor: 'customer', since: 20 }],
      answeredAt: 10,
      remindedAt: null,
    });
  });

  it('comes back to us with a reply that did not arrive', () => {
    const back = [US, { debtor: 'customer', since: 20 }, { debtor: 'us', since: 30 }];
    expect(turns('open', REPLY, SENT, ['returned', { outcome: 'failed' }]).turns).toEqual(back);
    expect(turns('waiting.customer', REPLY, SENT, ['returned', { outcome: 'late' }]).turns).toEqual(back.slice(0, 2));
  });

  it('is the producer’s with an escalation', () => {
    expect(turns('waiting.producer', ['accepted', { replies: 1, escalations: 1 }]).turns).toEqual([
      US,
      { debtor: 'producer', since: 10 },
    ]);
  });

  it('is nobody’s where the ticket was put away', () => {
    expect(turns('done', ['case-closed', { from: 'open' }]).turns.at(-1)).toEqual({ debtor: 'nobody', since: 10 });
    expect(turns('done', REPLY, ['no-answer', { from: 'waiting.customer' }]).turns.at(-1)).toEqual({
      debtor: 'nobody',
      since: 20,
    });
  });

  it('is what the state says, whatever the history left out', () => {
    expect(turns('waiting.hotmart', REPLY).turns).toEqual([US, { debtor: 'hotmart', since: 10 }]);
  });

  it('of a forward stays whose it was', () => {
    expect(turns('open', ['accepted', { act: 'forwarded', to: 'a@posta.example' }]).turns).toEqual([US]);
  });
});
