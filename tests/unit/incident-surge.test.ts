import { describe, expect, it } from 'vitest';
import { HOUR_MS, isSurge, proposeNotices, usualHour } from '../../shared/domain/incident-surge';
import type { BusyProduct } from '../../shared/domain/incident-surge';

const NOW = Date.UTC(2026, 10, 27, 15);
const DAY_MS = 24 * HOUR_MS;
const NOTHING = { running: [], ended: [], declined: [] };
const NEW = { tickets: 0, sameHour: 0, firstAt: null };

/** So many people who wrote in the last hour, one a second. */
const people = (count: number, until = NOW) =>
  Array.from({ length: count }, (_, at) => ({ at: until - at * 1000, requester: `p${String(at)}@posta.example` }));
const product = (productId: string, facts: Partial<BusyProduct> = {}): BusyProduct => ({
  productId,
  producerName: '',
  recent: people(30),
  usual: NEW,
  hoursSince: new Map(),
  ...facts,
});
/** A product four weeks old with so many tickets in each hour of it. */
const steady = (perHour: number) => ({
  tickets: perHour * 24 * 28,
  sameHour: perHour * 28,
  firstAt: NOW - 28 * DAY_MS,
});
const scopes = (...asked: Parameters<typeof proposeNotices>) =>
  proposeNotices(...asked).map(({ productId, producerName }) => productId || producerName || 'all');

describe('a surge', () => {
  it('is twenty tickets in an hour, and not nineteen', () => {
    expect([isSurge(19, 0), isSurge(20, 0)]).toEqual([false, true]);
  });

  it('is more than five times the usual hour, and not five times', () => {
    expect([isSurge(50, 10), isSurge(51, 10)]).toEqual([false, true]);
  });
});

describe('a usual hour', () => {
  it('is the mean of four weeks', () => {
    expect(usualHour(steady(3), NOW)).toBe(3);
  });

  it('is the mean of this hour of the day where that is the busier one: a morning is no incident', () => {
    expect(usualHour({ tickets: 28 * 48, sameHour: 28 * 8, firstAt: NOW - 28 * DAY_MS }, NOW)).toBe(8);
  });

  it('is the mean of all hours in a night in which nobody writes: three in it are none either', () => {
    expect(usualHour({ tickets: 28 * 48, sameHour: 0, firstAt: NOW - 28 * DAY_MS }, NOW)).toBe(2);
  });

  it('counts a young product from its first ticket on, over a week at least', () => {
    expect(usualHour({ tickets: 10 * 48, sameHour: 0, firstAt: NOW - 10 * DAY_MS }, NOW)).toBe(2);
    expect(usualHour({ tickets: 7 * 24, sameHour: 0, firstAt: NOW - 2 * DAY_MS }, NOW)).toBe(1);
    expect(usualHour({ tickets: 7, sameHour: 7, firstAt: NOW - 2 * HOUR_MS }, NOW)).toBe(1);
  });

  it('is 0 for a new one', () => {
    expect(usualHour(NEW, NOW)).toBe(0);
  });
});

describe('a notice', () => {
  it('is proposed for a product with a surge, with how many came and how many usually do', () => {
    const busy = [product('41', { recent: people(51), usual: steady(10) })];
    expect(proposeNotices(busy, NOTHING, NOW)).toEqual([
      { productId: '41', producerName: '', products: ['41'], tickets: 51, usual: 10 },
    ]);
    expect(proposeNotices([product('41', { recent: people(50), usual: steady(10) })], NOTHING, NOW)).toEqual([]);
  });

  it('is proposed for a product that nobody wrote about before', () => {
    expect(scopes([product('41', { recent: people(20) })], NOTHING, NOW)).toEqual(['41']);
    expect(scopes([product('41', { recent: people(19) })], NOTHING, NOW)).toEqual([]);
  });

  it('is proposed for a new product as long as its incident goes on, a whole day too', () => {
    const usual = { tickets: 24 * 20, sameHour: 20, firstAt: NOW - 25 * HOUR_MS };
    expect(scopes([product('41', { recent: people(20), usual })], NOTHING, NOW)).toEqual(['41']);
  });

  it('is not proposed because a machine writes twenty times: three tickets of one requester count', () => {
    const written = (persons: number) =>
      people(40).map((ticket, at) => (at < 40 - persons ? { ...ticket, requester: 'shop@posta.example' } : ticket));
    expect(proposeNotices([product('41', { recent: written(16) })], NOTHING, NOW)).toEqual([]);
    expect(proposeNotices([product('41', { recent: written(17) })], NOTHING, NOW)).toMatchObject([{ tickets: 20 }]);
  });

  it('counts the last hour alone', () => {
    expect(scopes([product('41', { recent: people(30, NOW - HOUR_MS) })], NOTHING, NOW)).toEqual([]);
  });

  it('is one for the producer of whom several products surge, the busiest first', () => {
    const nonna = { producerName: 'Nonna' };
    const busy = [product('41', nonna), product('42', { ...nonna, recent: people(40) }), product('43')];
    expect(proposeNotices(busy, NOTHING, NOW)).toMatchObject([
      { productId: '', producerName: 'Nonna', products: ['42', '41'], tickets: 70 },
      { productId: '43', producerName: '', products: ['43'], tickets: 30 },
    ]);
  });

  it('is one for all access where more than two producers surge at once', () => {
    const busy = [product('41', { producerName: 'Nonna' }), product('42', { producerName: 'Zio' }), product('43')];
    expect(scopes(busy, NOTHING, NOW)).toEqual(['all']);
  });

  it.each([
    ['its product', { productId: '41', producerName: '' }],
    ['its producer', { productId: '', producerName: 'Nonna' }],
    ['everything', { productId: '', producerName: '' }],
  ])('is not proposed while one about %s runs, or once that was declined', (_, scope) => {
    const busy = [product('41', { producerName: 'Nonna' })];
    expect(scopes(busy, { ...NOTHING, running: [scope] }, NOW)).toEqual([]);
    expect(scopes(busy, { ...NOTHING, declined: [{ ...scope, at: NOW - 1_000 }] }, NOW)).toEqual([]);
    const at = NOW - HOUR_MS;
    const surged = [product('41', { producerName: 'Nonna', hoursSince: new Map([[at, [30, 30]]]) })];
    expect(scopes(surged, { ...NOTHING, declined: [{ ...scope, at }] }, NOW)).toEqual([]);
  });

  it.each([
    ['its producer', { productId: '', producerName: 'Nonna' }],
    ['everything', { productId: '', producerName: '' }],
  ])('is proposed for a product that did not surge yet when one about %s was declined', (_, scope) => {
    const declined = [{ ...scope, at: NOW - 3 * HOUR_MS }];
    const since = (hours: readonly number[]) => ({
      producerName: 'Nonna',
      hoursSince: new Map(declined.map(({ at }) => [at, hours])),
    });
    const busy = [product('41', since([30, 30, 30, 30])), product('42', since([2, 2, 2, 30]))];
    expect(scopes(busy, { ...NOTHING, declined }, NOW)).toEqual(['42']);
  });

  it('is proposed while one about something else runs', () => {
    const busy = [product('41', { producerName: 'Nonna' })];
    const others = [
      { productId: '42', producerName: '' },
      { productId: '', producerName: 'Zio' },
    ];
    expect(scopes(busy, { ...NOTHING, running: others }, NOW)).toEqual(['41']);
  });

  it('that was declined is proposed again after six calm hours, and not while its surge goes on', () => {
    const declined = [{ productId: '41', producerName: '', at: NOW - 10 * HOUR_MS }];
    const asked = (hours: readonly number[]) => {
      const hoursSince = new Map(declined.map(({ at }) => [at, hours]));
      return scopes([product('41', { hoursSince })], { ...NOTHING, declined }, NOW);
    };
    expect(asked([30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30])).toEqual([]);
    expect(asked([30, 30, 30, 30, 30, 0, 0, 0, 0, 0, 30])).toEqual([]);
    expect(asked([30, 30, 30, 30, 0, 0, 0, 0, 0, 0, 30])).toEqual(['41']);
  });

  it('that was declined is held against the mean of all hours: a busy hour of the day makes no calm of the others', () => {
    const at = NOW - 10 * HOUR_MS;
    const usual = { tickets: 28 * 48, sameHour: 28 * 8, firstAt: NOW - 28 * DAY_MS };
    const hoursSince = new Map([[at, Array.from({ length: 11 }, () => 30)]]);
    const busy = [product('41', { recent: people(60), usual, hoursSince })];
    expect(scopes(busy, { ...NOTHING, declined: [{ productId: '41', producerName: '', at }] }, NOW)).toEqual([]);
  });

  it('that was declined a week ago is proposed again', () => {
    const declined = [{ productId: '41', producerName: '', at: NOW - 7 * DAY_MS }];
    const hoursSince = new Map(declined.map(({ at }) => [at, Array.from({ length: 7 * 24 + 1 }, () => 30)]));
    expect(scopes([product('41', { hoursSince })], { ...NOTHING, declined }, NOW)).toEqual(['41']);
  });

  it('that ended is proposed again for what came since, and not for what it was about', () => {
    const ended = [{ productId: '41', producerName: '', at: NOW - 10_500 }];
    expect(scopes([product('41')], { ...NOTHING, ended }, NOW)).toEqual([]);
    const later = [{ productId: '41', producerName: '', at: NOW - 25_500 }];
    expect(scopes([product('41')], { ...NOTHING, ended: later }, NOW)).toEqual(['41']);
  });
});
