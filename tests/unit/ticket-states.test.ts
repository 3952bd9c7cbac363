import { describe, expect, it } from 'vitest';
import {
  isSnoozeOver,
  moveByAgent,
  stateAfterMail,
  stateAfterReply,
  standingAfterDecision,
} from '../../electron/engine/tickets/states';
import type { MailFacts } from '../../electron/engine/tickets/states';
import type { DecisionId } from '../../shared/domain/decision';
import type { TicketState } from '../../shared/domain/ticket';

const at = (time: number, arrived = true) => ({ at: time, receivedAt: time, arrived });

describe('mail that arrives', () => {
  it.each<[string, TicketState, MailFacts, TicketState]>([
    ['a new mail of the customer opens a waiting ticket', 'waiting.customer', { inbound: at(5), answer: null }, 'open'],
    ['a new mail of the customer ends a snooze', 'snoozed', { inbound: at(5), answer: null }, 'open'],
    ['a new mail of the customer opens a ticket that was done', 'done', { inbound: at(5), answer: null }, 'open'],
    ['a person’s mail opens a filed ticket', 'ignored', { inbound: at(5), answer: null }, 'open'],
    [
      'our answer from another client waits for the customer',
      'open',
      { inbound: at(5, false), answer: at(6) },
      'waiting.customer',
    ],
    [
      'question and answer of a first sync wait for the customer',
      'open',
      { inbound: at(5), answer: at(6) },
      'waiting.customer',
    ],
    ['an old answer does not hide a newer question', 'open', { inbound: at(7, false), answer: at(6) }, 'open'],
    [
      'an old mail found later changes nothing',
      'waiting.customer',
      { inbound: at(5, false), answer: at(6, false) },
      'waiting.customer',
    ],
    ['our late copy leaves a ticket done', 'done', { inbound: at(5, false), answer: at(6) }, 'done'],
    [
      'a customer whose clock is behind still opens the ticket',
      'waiting.customer',
      { inbound: { at: 1, receivedAt: 9, arrived: true }, answer: at(6, false) },
      'open',
    ],
  ])('%s', (_case, before, mail, after) => {
    expect(stateAfterMail(before, mail)).toBe(after);
  });
});

describe('a decision', () => {
  it.each<[string, TicketState, boolean, DecisionId | null, DecisionId, TicketState, boolean]>([
    ['ignore files an open ticket', 'open', false, null, 'ignore', 'ignored', false],
    ['ignore leaves a ticket that an agent took out of Filed', 'open', false, 'ignore', 'ignore', 'open', false],
    [
      'ignore leaves a waiting ticket',
      'waiting.customer',
      false,
      'club.first-access',
      'ignore',
      'waiting.customer',
      false,
    ],
    ['another decision takes a ticket out of Filed', 'ignored', false, 'ignore', 'club.first-access', 'open', false],
    ['route.support hands over', 'open', false, null, 'route.support', 'open', true],
    ['another decision takes the hand-over back', 'open', true, 'route.support', 'club.first-access', 'open', false],
    [
      'a question that newer purchases answered comes back',
      'waiting.customer',
      false,
      'ask.purchase-details',
      'club.first-access',
      'open',
      false,
    ],
    [
      'another decision leaves a ticket that waits for the customer',
      'waiting.customer',
      false,
      'club.first-access',
      'club.password-reset',
      'waiting.customer',
      false,
    ],
    ['a hand-over that came with a reply stays', 'open', true, 'purchase.inactive', 'club.first-access', 'open', true],
  ])('%s', (_case, state, handedOver, was, is, after, handedOverAfter) => {
    expect(standingAfterDecision({ state, handedOver }, was, is)).toEqual({
      state: after,
      handedOver: handedOverAfter,
    });
  });
});

describe('an accepted reply', () => {
  it.each<[DecisionId | null, boolean, TicketState]>([
    ['club.first-access', false, 'waiting.customer'],
    ['producer.contact', false, 'waiting.customer'],
    ['producer.contact', true, 'waiting.producer'],
    ['purchase.pending', false, 'waiting.hotmart'],
    ['route.support', false, 'waiting.customer'],
    [null, false, 'waiting.customer'],
  ])('%s, with escalation %s, sets %s', (decision, escalated, state) => {
    expect(stateAfterReply(decision, escalated)).toBe(state);
  });
});

describe('an agent’s move', () => {
  it('ends a snooze that was set before', () => {
    expect(moveByAgent({ to: 'done', snoozeUntil: 99 }, 10)).toEqual({ state: 'done', snoozedUntil: null });
  });

  it.each([[null], [10], [9]])('refuses a snooze until %s', (snoozeUntil) => {
    expect(() => moveByAgent({ to: 'snoozed', snoozeUntil }, 10)).toThrow(/must end in the future/);
  });

  it('snoozes until a later time, and no longer', () => {
    expect(moveByAgent({ to: 'snoozed', snoozeUntil: 11 }, 10)).toEqual({ state: 'snoozed', snoozedUntil: 11 });
    expect(isSnoozeOver('snoozed', 11, 10)).toBe(false);
    expect(isSnoozeOver('snoozed', 11, 11)).toBe(true);
    expect(isSnoozeOver('open', 11, 12)).toBe(false);
  });
});
