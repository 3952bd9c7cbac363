/** One example: indexes of its features, and of its label. */
export type Example = { readonly features: readonly number[]; readonly label: number };

/** Weights by feature and label, and the bias of each label. */
export type Fitted = { readonly weights: readonly Float64Array[]; readonly bias: Float64Array };

export type Settings = {
  /** Passes over all examples. */
  readonly epochs: number;
  /** Pull of every weight towards nothing: the larger, the less a rare word counts. */
  readonly decay: number;
  /** Size of the first steps; later ones shrink by themselves (AdaGrad). */
  readonly step: number;
};

/** Fits a multinomial logistic regression. The same examples in the same order always give the same weights. */
export function fit(examples: readonly Example[], features: number, labels: number, settings: Settings): Fitted {
  const zeros = (count: number) => Array.from({ length: count }, () => new Float64Array(labels));
  const weights = zeros(features);
  const squares = zeros(features);
  const bias = new Float64Array(labels);
  const biasSquares = new Float64Array(labels);
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    for (const example of examples) {
      const chances = predict({ weights, bias }, example.features);
      for (let label = 0; label < labels; label += 1) {
        const error = (chances[label] ?? 0) - (label === example.label ? 1 : 0);
        descend(bias, biasSquares, label, error, settings.step);
        for (const feature of example.features) {
          const row = weights[feature];
          const seen = squares[feature];
          if (row && seen) descend(row, seen, label, error + settings.decay * (row[label] ?? 0), settings.step);
        }
      }
    }
  }
  return { weights, bias };
}

function descend(row: Float64Array, squares: Float64Array, at: number, slope: number, step: number): void {
  const square = (squares[at] ?? 0) + slope * slope;
  squares[at] = square;
  row[at] = (row[at] ?? 0) - (step * slope) / (Math.sqrt(square) + 1e-8);
}

/** The chance of each label. */
export function predict({ weights, bias }: Fitted, features: readonly number[]): Float64Array {
  const sums = Float64Array.from(bias);
  for (const feature of features) {
    const row = weights[feature];
    if (row) for (let label = 0; label < sums.length; label += 1) sums[label] = (sums[label] ?? 0) + (row[label] ?? 0);
  }
  const most = Math.max(...sums);
  let all = 0;
  for (let label = 0; label < sums.length; label += 1) {
    sums[label] = Math.exp((sums[label] ?? 0) - most);
    all += sums[label] ?? 0;
  }
  return sums.map((power) => power / all);
}
