import { describe, expect, it } from 'vitest';
import { MAX_REFERENCES, namedMessageIds, placeMessage } from '../../electron/engine/tickets/thread';
import type { KnownTicket, ThreadFacts, ThreadMessage } from '../../electron/engine/tickets/thread';

const GIULIA = 'giulia@posta.example';
const STRANGER = 'stranger@posta.example';
const DESK = 'support@corsi.example';

const giulias: KnownTicket = { ticket: 'T-1', number: 1, requester: GIULIA, added: [] };
const giuliasSecond: KnownTicket = { ticket: 'T-2', number: 2, requester: GIULIA, added: [] };
const brunos: KnownTicket = { ticket: 'T-3', number: 3, requester: 'bruno@posta.example', added: [] };
const withColleague: KnownTicket = { ...giulias, added: ['husband@posta.example'] };
const nothing: ThreadFacts = { written: null, named: [], naming: [] };

const received = (from: string): ThreadMessage => ({ from, ours: false, sent: false, recipients: [DESK] });
const sent = (...recipients: string[]): ThreadMessage => ({ from: DESK, ours: true, sent: true, recipients });

describe('a message that names a known one', () => {
  it.each([
    ['from the requester joins', received(GIULIA), { ...nothing, named: [giulias] }, 'T-1'],
    [
      'from an address that an agent added joins',
      received('husband@posta.example'),
      { ...nothing, named: [withColleague] },
      'T-1',
    ],
    [
      'from a colleague joins',
      { from: DESK, ours: true, sent: false, recipients: [] },
      { ...nothing, named: [giulias] },
      'T-1',
    ],
    ['joins the nearest ticket of its sender', received(GIULIA), { ...nothing, named: [brunos, giulias] }, 'T-1'],
  ])('%s', (_case, message, facts, ticket) => {
    expect(placeMessage(message, facts)).toMatchObject({ kind: 'join', ticket: { ticket } });
  });

  it('from a stranger opens a ticket of its own, related to the first', () => {
    expect(placeMessage(received(STRANGER), { ...nothing, named: [giulias] })).toEqual({
      kind: 'new',
      relatedTo: 'T-1',
      relates: [],
    });
  });

  it('without a readable sender never joins, not even a ticket without one', () => {
    const nobodys: KnownTicket = { ticket: 'T-9', number: 9, requester: '', added: [] };
    expect(placeMessage(received(''), { ...nothing, named: [nobodys], naming: [nobodys] }).kind).toBe('new');
  });
});

describe('a message that arrives after those that name it', () => {
  it('joins them when they are its own sender’s', () => {
    expect(placeMessage(received(GIULIA), { ...nothing, naming: [giulias] })).toMatchObject({
      kind: 'join',
      ticket: { ticket: 'T-1' },
    });
  });

  it('shows two tickets of one requester to be one: the older number stays', () => {
    expect(placeMessage(received(GIULIA), { ...nothing, named: [giuliasSecond], naming: [giulias] })).toEqual({
      kind: 'join',
      ticket: giulias,
      merge: [giuliasSecond],
      answers: false,
    });
  });

  it('never makes one ticket of two people’s', () => {
    expect(placeMessage(received(GIULIA), { ...nothing, named: [giulias], naming: [brunos] })).toMatchObject({
      kind: 'join',
      ticket: { ticket: 'T-1' },
      merge: [],
    });
  });

  it('leaves the ticket of a stranger who named it apart, and relates it', () => {
    const strangers: KnownTicket = { ticket: 'T-4', number: 4, requester: STRANGER, added: [] };
    expect(placeMessage(received(GIULIA), { ...nothing, naming: [strangers] })).toEqual({
      kind: 'new',
      relatedTo: null,
      relates: ['T-4'],
    });
  });
});

describe('a message of ours in Sent', () => {
  it('that names a ticket and goes to its requester answers it', () => {
    expect(placeMessage(sent(GIULIA), { ...nothing, named: [giulias] })).toMatchObject({ kind: 'join', answers: true });
  });

  it('that names a ticket and goes to somebody else joins without answering', () => {
    expect(placeMessage(sent('nonna@cucina.example'), { ...nothing, named: [giulias] })).toMatchObject({
      kind: 'join',
      ticket: { ticket: 'T-1' },
      answers: false,
    });
  });

  it('joins the ticket of the outbox that wrote it, whatever it names', () => {
    expect(placeMessage(sent('nonna@cucina.example'), { ...nothing, written: giulias, named: [brunos] })).toMatchObject(
      { kind: 'join', ticket: { ticket: 'T-1' }, answers: false },
    );
  });

  it('is not drawn into the ticket of a stranger who names it', () => {
    const strangers: KnownTicket = { ticket: 'T-4', number: 4, requester: STRANGER, added: [] };
    expect(placeMessage(sent(GIULIA), { ...nothing, naming: [strangers] })).toEqual({ kind: 'unfiled' });
  });

  it('that answers nothing known opens no ticket', () => {
    expect(placeMessage(sent(GIULIA), nothing)).toEqual({ kind: 'unfiled' });
  });
});

describe('the Message-IDs that a message names', () => {
  it('are taken nearest first, each once', () => {
    expect(namedMessageIds(['c'], ['a', 'b', 'c'])).toEqual(['c', 'b', 'a']);
  });

  it('are limited: twenty thousand are an attack', () => {
    const references = Array.from({ length: 20_000 }, (_, index) => `id-${index}`);
    const named = namedMessageIds([], references);
    expect(named).toHaveLength(MAX_REFERENCES);
    expect(named[0]).toBe('id-19999');
  });
});
