import { describe, expect, it } from 'vitest';
import { asideReason, NOT_DELIVERED, refusedByStore, SERVER_FAILS } from '../../electron/engine/mail/aside-reasons';

describe('why a message was put aside', () => {
  it.each([
    [SERVER_FAILS, 'server-fails', ''],
    [NOT_DELIVERED, 'not-delivered', ''],
    [refusedByStore(new Error('constraint failed')), 'not-stored', 'Error: constraint failed'],
    // By a program of before.
    ['no such table', 'not-stored', 'no such table'],
  ])('%s', (reason, why, quoted) => {
    expect(asideReason(reason)).toEqual({ why, quoted });
  });
});
