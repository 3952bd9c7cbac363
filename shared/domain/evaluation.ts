/** Hits: `right` of `all`. */
export type Share = { readonly right: number; readonly all: number };

/** What a labelled case should be read as (any of several where that is honest), and what it was read as. */
export type Judged = { readonly wanted: readonly string[]; readonly got: string };

/** How one answer was given: of those given how many were right, of those wanted how many were given. */
export type ClassFigures = { readonly name: string; readonly precision: Share; readonly recall: Share };

/** Which answers were given for which: `wanted` is the likeliest label. */
export type Confusion = { readonly wanted: string; readonly got: string; readonly cases: number };

export type Evaluation = {
  readonly right: Share;
  /** In the order in which the answers are wanted most. */
  readonly classes: readonly ClassFigures[];
  /** Only what differs, most frequent first. */
  readonly confusions: readonly Confusion[];
};

/** Counts how labelled cases were read. A case with several honest labels is right with any of them. */
export function evaluate(cases: readonly Judged[]): Evaluation {
  const given = new Map<string, number>();
  const wanted = new Map<string, number>();
  const hits = new Map<string, number>();
  const confusions = new Map<string, Confusion>();
  for (const { wanted: labels, got } of cases) {
    const isRight = labels.includes(got);
    const label = isRight ? got : (labels[0] ?? '');
    count(given, got);
    count(wanted, label);
    if (isRight) count(hits, got);
    else {
      const key = `${label}\n${got}`;
      confusions.set(key, { wanted: label, got, cases: (confusions.get(key)?.cases ?? 0) + 1 });
    }
  }
  const names = [...new Set([...wanted.keys(), ...given.keys()])];
  const of = (counts: ReadonlyMap<string, number>, name: string): number => counts.get(name) ?? 0;
  return {
    right: { right: [...hits.values()].reduce((sum, one) => sum + one, 0), all: cases.length },
    classes: names
      .sort((a, b) => of(wanted, b) - of(wanted, a) || (a < b ? -1 : 1))
      .map((name) => ({
        name,
        precision: { right: of(hits, name), all: of(given, name) },
        recall: { right: of(hits, name), all: of(wanted, name) },
      })),
    confusions: [...confusions.values()].sort((a, b) => b.cases - a.cases || (a.wanted < b.wanted ? -1 : 1)),
  };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The 95 % interval of a share after Wilson (score interval): sound for small numbers and for shares near 1. */
export function wilson({ right, all }: Share): readonly [low: number, high: number] {
  if (all === 0) return [0, 1];
  const z = 1.959964;
  const p = right / all;
  const middle = p + z ** 2 / (2 * all);
  const spread = z * Math.sqrt((p * (1 - p)) / all + z ** 2 / (4 * all ** 2));
  const whole = 1 + z ** 2 / all;
  return [(middle - spread) / whole, (middle + spread) / whole];
}
