import { describe, expect, it } from 'vitest';
import { nextAttemptAt, nextState } from '../../electron/engine/outbox/states';
import type { OutboxEvent } from '../../electron/engine/outbox/states';
import { judgeKnowledge, winnerOf } from '../../electron/engine/outbox/check-knowledge';
import type { Knowledge } from '../../electron/engine/outbox/check-knowledge';
import { createPace } from '../../electron/engine/outbox/pace';
import { OUTBOX_STATES } from '../../shared/domain/outbox';
import type { OutboxState } from '../../shared/domain/outbox';

const EVENTS: readonly OutboxEvent['kind'][] = [
  'due',
  'undone',
  'check-passed',
  'knowledge-stale',
  'last-bytes-next',
  'server-accepted',
  'failed-safely',
  'server-refused',
  'answer-missing',
  'tries-exhausted',
  'login-refused',
  'restarted',
  'overdue-at-start',
  'desk-leaves',
  'copied-to-sent',
  'copy-failed',
  'agent-retries',
  'agent-says-sent',
  'agent-discards',
];

function reachable(from: OutboxState, events: readonly OutboxEvent['kind'][]): ReadonlySet<OutboxState> {
  const seen = new Set<OutboxState>([from]);
  for (const state of seen) {
    for (const kind of events) {
      const next = nextState(state, { kind });
      if (next !== null) seen.add(next);
    }
  }
  return seen;
}

describe('the states of an accepted reply', () => {
  it('go the straight way when nothing goes wrong', () => {
    const way: OutboxEvent['kind'][] = ['due', 'check-passed', 'last-bytes-next', 'server-accepted', 'copied-to-sent'];
    const states = way.reduce<OutboxState[]>(
      (states, kind) => [...states, nextState(states.at(-1)!, { kind })!],
      ['queued'],
    );
    expect(states).toEqual(['queued', 'checking', 'sending', 'final_pending', 'accepted', 'filed']);
  });

  it('never lead from accepted back to sending', () => {
    expect([...reachable('accepted', EVENTS)].sort()).toEqual(['accepted', 'file_failed', 'filed']);
  });

  it('lead out of an unknown outcome only by evidence or an agent', () => {
    const automatic = EVENTS.filter((kind) => !kind.startsWith('agent-') && kind !== 'server-accepted');
    expect([...reachable('outcome_unknown', automatic)]).toEqual(['outcome_unknown']);
  });

  it.each(OUTBOX_STATES.filter((state) => state !== 'queued'))('undo does not touch %s', (state) => {
    expect(nextState(state, { kind: 'undone' })).toBeNull();
  });

  it.each(['filed', 'cancelled'] as const)('%s is an end', (state) => {
    expect([...reachable(state, EVENTS)]).toEqual([state]);
  });

  it.each([
    ['queued', null],
    ['checking', 'queued'],
    ['sending', 'queued'],
    ['final_pending', 'outcome_unknown'],
    ['accepted', null],
    ['failed_before_data', null],
  ] as const)('a dead process that left %s leaves %s', (state, expected) => {
    expect(nextState(state, { kind: 'restarted' })).toBe(expected);
  });
});

describe('tries after a failure', () => {
  it('come after 1, 5, 15, 60 minutes, 4 and 12 hours, then every 12 hours up to 48 hours', () => {
    const minute = 60_000;
    const waits: number[] = [];
    let now = 0;
    for (let attempts = 1; ; attempts += 1) {
      const next = nextAttemptAt(attempts, 0, now);
      if (next === null) break;
      waits.push((next - now) / minute);
      now = next;
    }
    expect(waits).toEqual([1, 5, 15, 60, 240, 720, 720, 720]);
    expect(now).toBeLessThanOrEqual(48 * 60 * minute);
  });
});

describe('what an agent did not know', () => {
  const known = { transaction: 'HP17715690036014', decision: 'club.first-access' };
  const same: Knowledge = {
    ticket: known,
    known,
    newer: [],
    answeredOutside: false,
    bounced: false,
    noticeEnded: false,
    producerAnswered: false,
    takenBy: null,
    linkedBy: null,
  };

  it.each<[string, Partial<Knowledge>, string | null]>([
    ['nothing new', {}, null],
    ["a person's new message", { newer: [{ from: 'person', name: 'Marta' }] }, 'new-message'],
    ["a colleague's reply", { newer: [{ from: 'colleague', name: 'Desk' }] }, 'answered-elsewhere'],
    ['an answer from another mail program', { answeredOutside: true }, 'answered-elsewhere'],
    ['a colleague who took it over', { takenBy: 'Bruno' }, 'taken-over'],
    ['an out-of-office', { newer: [{ from: 'machine', name: '' }] }, null],
    ['a bounce of the same address', { bounced: true }, 'bounced'],
    ['the end of the incident that it tells of', { noticeEnded: true }, 'notice-ended'],
    ['an answer of the producer', { producerAnswered: true }, 'producer-answered'],
    ['another purchase', { ticket: { ...known, transaction: 'HP1' } }, 'purchase-changed'],
    ['no purchase any more', { ticket: { ...known, transaction: null } }, 'purchase-changed'],
    ['another decision', { ticket: { ...known, decision: 'purchase.inactive' } }, 'decision-changed'],
    ['a ticket that is gone', { ticket: null }, 'ticket-gone'],
  ])('%s: %j → %s', (_name, change, expected) => {
    expect(judgeKnowledge({ ...same, ...change })).toBe(expected);
  });

  it('who won is named where somebody is known by name', () => {
    const newer = [
      { from: 'colleague' as const, name: 'Desk' },
      { from: 'person' as const, name: 'Marta' },
    ];
    const after: Knowledge = { ...same, newer, takenBy: 'Bruno', linkedBy: 'Carla' };
    expect(winnerOf(after, 'new-message')).toBe('Marta');
    expect(winnerOf(after, 'answered-elsewhere')).toBe('Desk');
    expect(winnerOf(after, 'taken-over')).toBe('Bruno');
    expect(winnerOf(after, 'purchase-changed')).toBe('Carla');
    expect(winnerOf(same, 'answered-elsewhere')).toBeNull();
    expect(winnerOf(after, 'bounced')).toBeNull();
  });
});

describe('the pace', () => {
  it('is 30 messages in any minute', () => {
    let now = 0;
    const pace = createPace({ now: () => now });
    for (let sent = 0; sent < 30; sent += 1) {
      expect(pace.waitMs()).toBe(0);
      pace.count();
      now += 1_000;
    }
    expect(pace.waitMs()).toBe(30_000);
    now = 60_001;
    expect(pace.waitMs()).toBe(0);
  });
});
