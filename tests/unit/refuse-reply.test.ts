import { describe, expect, it } from 'vitest';
import { refuseRed } from '../../electron/engine/tickets/refuse-reply';
import type { RedReason, Suggestion } from '../../shared/domain/suggestion';

function refusalOf(reason: RedReason): unknown {
  try {
    refuseRed({ gate: { colour: 'red', reasons: [reason] }, holes: [] } as unknown as Suggestion);
  } catch (error) {
    return error;
  }
  return null;
}

describe('a suggestion that cannot be sent', () => {
  // Nobody has its text in a field: "fill in the marked place" would name a place that is nowhere.
  it.each([
    ['hole', 'reply-hole', 'suggested'],
    ['privacy-guard', 'reply-privacy', 'suggested'],
    ['no-purchase-data', 'reply-hole', 'no-purchase'],
    ['unreadable', 'reply-red', 'unreadable'],
  ] as const)('for %s is refused as %s, %s', (reason, code, said) => {
    expect(refusalOf(reason)).toMatchObject({ code, reason: said });
  });
});
