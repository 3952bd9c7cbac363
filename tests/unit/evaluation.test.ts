import { describe, expect, it } from 'vitest';
import { evaluate, wilson } from '../../shared/domain/evaluation';

describe('the figures over labelled cases', () => {
  const cases = [
    { wanted: ['access.link'], got: 'access.link' },
    { wanted: ['access.link'], got: 'other' },
    { wanted: ['access.link', 'other'], got: 'other' },
    { wanted: ['other'], got: 'other' },
    { wanted: ['access.password'], got: 'access.link' },
    { wanted: ['access.password'], got: 'access.link' },
  ];

  it('count a case right with any of its honest labels', () => {
    expect(evaluate(cases).right).toEqual({ right: 3, all: 6 });
  });

  it('say of each answer how often it was right and how many were found', () => {
    const { classes } = evaluate(cases);
    expect(classes).toContainEqual({
      name: 'access.link',
      precision: { right: 1, all: 3 },
      recall: { right: 1, all: 2 },
    });
    expect(classes).toContainEqual({ name: 'other', precision: { right: 2, all: 3 }, recall: { right: 2, all: 2 } });
    expect(classes).toContainEqual({
      name: 'access.password',
      precision: { right: 0, all: 0 },
      recall: { right: 0, all: 2 },
    });
  });

  it('name what was taken for what, most frequent first', () => {
    expect(evaluate(cases).confusions).toEqual([
      { wanted: 'access.password', got: 'access.link', cases: 2 },
      { wanted: 'access.link', got: 'other', cases: 1 },
    ]);
  });

  it('are empty without cases', () => {
    expect(evaluate([])).toEqual({ right: { right: 0, all: 0 }, classes: [], confusions: [] });
  });
});

describe('the interval of a share', () => {
  // Values of the score interval as printed by R: prop.test(x, n, correct = FALSE).
  it.each([
    [15, 20, 0.5313, 0.8881],
    [20, 20, 0.8389, 1],
    [0, 10, 0, 0.2775],
  ])('%i of %i', (right, all, low, high) => {
    const interval = wilson({ right, all });
    expect(interval[0]).toBeCloseTo(low, 3);
    expect(interval[1]).toBeCloseTo(high, 3);
  });

  it('of nothing is everything', () => {
    expect(wilson({ right: 0, all: 0 })).toEqual([0, 1]);
  });
});
