import { describe, expect, it } from 'vitest';
import { queueUnderWay } from '../../shared/domain/outbox-pace';

const NOW = Date.UTC(2026, 10, 27, 15);
const MINUTE = 60_000;
const PACE = { from: NOW, sent: 0, limit: 30 };
const due = (count: number, at = NOW) => Array.from({ length: count }, () => at);

describe('the queue under way', () => {
  it('is nothing where nothing waits', () => {
    expect(queueUnderWay([], PACE)).toEqual({ due: 0, endsAt: NOW });
  });

  it('goes at once up to the limit, and then so many a minute', () => {
    expect(queueUnderWay(due(30), PACE)).toEqual({ due: 30, endsAt: NOW });
    expect(queueUnderWay(due(31), PACE)).toEqual({ due: 31, endsAt: NOW + MINUTE });
    expect(queueUnderWay(due(500), PACE)).toEqual({ due: 500, endsAt: NOW + 16 * MINUTE });
  });

  it('counts what went in the minute before', () => {
    expect(queueUnderWay(due(30), { ...PACE, sent: 20 })).toEqual({ due: 30, endsAt: NOW + MINUTE });
  });

  it('begins when the provider’s pause ends', () => {
    expect(queueUnderWay(due(31), { ...PACE, from: NOW + 8 * MINUTE })).toEqual({ due: 31, endsAt: NOW + 9 * MINUTE });
  });

  it('has what is due before the others are out, and nothing that is sent later', () => {
    expect(queueUnderWay([...due(3, NOW + 20_000), ...due(40, NOW + 8 * 60 * MINUTE)], PACE)).toEqual({
      due: 3,
      endsAt: NOW + 20_000,
    });
    expect(queueUnderWay([...due(100), NOW + 3 * MINUTE], PACE)).toEqual({ due: 101, endsAt: NOW + 3 * MINUTE });
  });
});
