import { describe, expect, it } from 'vitest';
import { answeredOutside } from '../../shared/domain/answered-outside';
import type { MarkedMessage } from '../../shared/domain/answered-outside';

const MINUTE = 60_000;

function message(at: number, change: Partial<MarkedMessage> = {}): MarkedMessage {
  return {
    id: `m-${at}`,
    direction: 'inbound',
    isAuto: false,
    receivedAt: at * MINUTE,
    answered: null,
    repliedByUs: false,
    ...change,
  };
}
const flagged = (since: number | null) => ({ answered: { since: since === null ? null : since * MINUTE } });
const reply = (at: number) => message(at, { direction: 'outbound' });

describe('answered from another mail program', () => {
  it.each<[string, readonly MarkedMessage[], number | null]>([
    ['the only mail', [message(1, flagged(5))], 5 * MINUTE],
    ['the only mail, before the desk looked', [message(1, flagged(null))], null],
    ['the newest of several', [message(1), message(3, flagged(5))], 5 * MINUTE],
    ['an earlier one, after the newest had come', [message(1, flagged(5)), message(3)], 5 * MINUTE],
    ['both, the later time counts', [message(1, flagged(5)), message(3, flagged(7))], 7 * MINUTE],
    ['one that came after our last reply', [message(1), reply(2), message(3, flagged(null))], null],
    ['one before an out-of-office', [message(1, flagged(5)), message(6, { isAuto: true })], 5 * MINUTE],
  ])('%s', (_, messages, at) => {
    expect(answeredOutside(messages)).toEqual({ at });
    expect(answeredOutside(messages.toReversed())).toEqual({ at });
  });

  it.each<[string, readonly MarkedMessage[]]>([
    ['no message', []],
    ['no flag', [message(1)]],
    ['a reply of whomever lies in the ticket', [message(1, flagged(5)), reply(4)]],
    ['this desk answered it', [message(1, { ...flagged(5), repliedByUs: true })]],
    ['this desk answered a later mail', [message(1, flagged(5)), message(3, { repliedByUs: true })]],
    ['answered before the newest mail came', [message(1, flagged(2)), message(3)]],
    ['answered some day before the newest mail, nobody knows when', [message(1, flagged(null)), message(3)]],
    ['a machine’s mail', [message(1, { ...flagged(5), isAuto: true })]],
    ['the customer answered our mail', [message(1), message(2, { direction: 'outbound', ...flagged(5) })]],
  ])('not where %s', (_, messages) => {
    expect(answeredOutside(messages)).toBeNull();
  });
});
