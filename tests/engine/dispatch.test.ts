import { describe, expect, it } from 'vitest';
import { checkCall } from '../../electron/engine/dispatch';
import { handlers } from '../../electron/engine/handlers/table';
import { engineParams } from '../../shared/contract/engine-api';
import { SportelloError, packError, unpackError } from '../../shared/contract/errors';
import { makeDesk } from '../support/make-engine';

const methods = Object.keys(engineParams);
const garbage: readonly unknown[] = [
  undefined,
  null,
  0,
  'text',
  [],
  { unknown: true },
  { ticket: '../../etc/passwd' },
  { ticket: 'T-1', revision: -1 },
  { ticket: { $ne: null } },
  JSON.parse('{"__proto__":{"ticket":"T-1"}}'),
];

describe('the engine’s door', () => {
  it('has one handler for each method of the contract and no other', () => {
    expect(Object.keys(handlers).sort()).toEqual([...methods].sort());
  });

  it.each([
    'toString',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'valueOf',
    '',
    'tickets',
    'tickets.page ',
    'TICKETS.PAGE',
    'x'.repeat(10_000),
  ])('refuses the method %j', (method) => {
    expect(() => checkCall(method, {})).toThrow(expect.objectContaining({ code: 'unknown-method' }));
  });

  it.each(methods)('%s refuses parameters that are not its own', (method) => {
    for (const params of garbage) {
      // A method without parameters takes an empty object, and nothing else.
      expect(() => checkCall(method, params)).toThrow(expect.objectContaining({ code: 'bad-params' }));
    }
  });

  it('refuses over the line what it refuses here, and goes on', async () => {
    const desk = await makeDesk();
    await expect(desk.engine.dispatch('__proto__', {})).rejects.toMatchObject({ code: 'unknown-method' });
    await expect(desk.engine.dispatch('tickets.open', { ticket: 7 })).rejects.toMatchObject({ code: 'bad-params' });
    await expect(desk.engine.dispatch('tickets.open', { ticket: 'T-77' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(desk.engine.dispatch('queues.counts', {})).resolves.toHaveLength(12);
  });

  it('answers every reading method with plain data on an empty desk', async () => {
    const desk = await makeDesk();
    const calls: readonly (readonly [string, unknown])[] = [
      ['desk.status', {}],
      ['queues.counts', {}],
      ['tickets.page', { queue: 'mine', offset: 0, limit: 50 }],
      ['tickets.search', { query: '"( OR *', limit: 5 }],
      ['purchases.find', { text: '%', limit: 5 }],
      ['outbox.list', {}],
      ['quarantine.list', {}],
      ['mailbox.settings', {}],
      ['team.settings', {}],
    ];
    for (const [method, params] of calls) {
      const value = await desk.engine.dispatch(method, params);
      expect(structuredClone(value)).toEqual(value);
    }
  });
});

describe('an expected failure', () => {
  it('keeps its fields on the way to the window', () => {
    const error = new SportelloError('stale-revision', 'Changed', {
      action: 'Look',
      retryable: true,
      detail: { n: 1 },
    });
    expect(unpackError(structuredClone(packError(error)))).toMatchObject({
      code: 'stale-revision',
      message: 'Changed',
      action: 'Look',
      retryable: true,
      detail: { n: 1 },
    });
  });
});
