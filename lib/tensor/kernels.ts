/**
 * The kernel contract: what a back end must be able to do with numbers in its memory.
 *
 * A back end owns one linear memory of floats. Every argument named like a tensor (`a`, `x`, `out`,
 * `dOut`, …) is an **offset in elements** into that memory; every other argument is a count or a
 * plain number. All blocks are dense and row-major. `out` never overlaps an input.
 *
 * `accumulate` is 0 (write `out`) or 1 (add to what `out` holds). Derivatives use it, because a tensor
 * that is used twice receives two contributions to its gradient.
 *
 * Sums go in a fixed order, and lose no digits however long they are: `simd` adds up in float64, `reference` keeps
 * what it rounds off. A product adds its terms one after another; in `simd` more than 32,768 of them go in blocks.
 *
 * Two back ends implement this contract: `reference` (float64, written to be read) and `simd`
 * (float32, WebAssembly). A test proves them equal, kernel by kernel.
 *
 * @module
 */

/** An offset in elements into a back end's memory. */
export type Offset = number;

/** 0: write the result; 1: add the result to what is there. */
export type Accumulate = 0 | 1;

/** Everything a back end computes. Suffix broadcasting: `b` has `bSize` elements, `bSize` divides `n`, and is reused cyclically. */
export interface Kernels {
  // --- elementwise, two inputs: out[i] = a[i] ∘ b[i % bSize] -------------------------------------
  /** a + b */
  add(a: Offset, b: Offset, out: Offset, n: number, bSize: number): void;
  /** a − b */
  subtract(a: Offset, b: Offset, out: Offset, n: number, bSize: number): void;
  /** a · b; with `accumulate` because the derivative of a product is a product. */
  multiply(
    a: Offset,
    b: Offset,
    out: Offset,
    n: number,
    bSize: number,
    accumulate: Accumulate,
  ): void;
  /** a / b */
  divide(a: Offset, b: Offset, out: Offset, n: number, bSize: number): void;

  // --- elementwise, one input ---------------------------------------------------------------------
  /** eˣ */
  exp(x: Offset, out: Offset, n: number): void;
  /** ln x: −∞ at 0, NaN below */
  log(x: Offset, out: Offset, n: number): void;
  /** √x: NaN below 0 */
  sqrt(x: Offset, out: Offset, n: number): void;
  /** tanh x */
  tanh(x: Offset, out: Offset, n: number): void;
  /** 1 / (1 + exp(−x)) */
  sigmoid(x: Offset, out: Offset, n: number): void;
  /** x where it is above 0, else 0 */
  relu(x: Offset, out: Offset, n: number): void;
  /** out = factor · x (+ out) */
  scale(x: Offset, factor: number, out: Offset, n: number, accumulate: Accumulate): void;
  /** out = value */
  fill(out: Offset, value: number, n: number): void;
  /** out = x (+ out) */
  copy(x: Offset, out: Offset, n: number, accumulate: Accumulate): void;

  // --- their derivatives: dx (+)= dOut · f′, from the input x or the output y ---------------------
  /** f′ = y */
  expBackward(y: Offset, dOut: Offset, dx: Offset, n: number, accumulate: Accumulate): void;
  /** f′ = 1 / x */
  logBackward(x: Offset, dOut: Offset, dx: Offset, n: number, accumulate: Accumulate): void;
  /** f′ = 1 / 2y */
  sqrtBackward(y: Offset, dOut: Offset, dx: Offset, n: number, accumulate: Accumulate): void;
  /** f′ = 1 − y² */
  tanhBackward(y: Offset, dOut: Offset, dx: Offset, n: number, accumulate: Accumulate): void;
  /** f′ = y (1 − y) */
  sigmoidBackward(y: Offset, dOut: Offset, dx: Offset, n: number, accumulate: Accumulate): void;
  /** f′ = 1 where y > 0, else 0 */
  reluBackward(y: Offset, dOut: Offset, dx: Offset, n: number, accumulate: Accumulate): void;

  // --- products -----------------------------------------------------------------------------------
  /**
   * out[m, n] (+)= A[m, k] · B[k, n], where A is stored as [k, m] if `transposeA` is 1 and B as
   * [n, k] if `transposeB` is 1.
   */
  matmul(
    a: Offset,
    b: Offset,
    out: Offset,
    m: number,
    k: number,
    n: number,
    transposeA: 0 | 1,
    transposeB: 0 | 1,
    accumulate: Accumulate,
  ): void;

  // --- moving and summing; x is seen as [outer, axis, inner] --------------------------------------
  /** out[outer, inner] (+)= Σ over axis of x[outer, axis, inner] */
  sumAxis(
    x: Offset,
    out: Offset,
    outer: number,
    axis: number,
    inner: number,
    accumulate: Accumulate,
  ): void;
  /** out[outer, axis, inner] (+)= factor · x[outer, inner] */
  spreadAxis(
    x: Offset,
    factor: number,
    out: Offset,
    outer: number,
    axis: number,
    inner: number,
    accumulate: Accumulate,
  ): void;
  /**
   * A block of `rows` runs of `columns` elements: out[r·outStride + c] (+)= x[r·xStride + c].
   * Slices and concatenations are made of it.
   */
  copyBlock(
    x: Offset,
    xStride: number,
    out: Offset,
    outStride: number,
    rows: number,
    columns: number,
    accumulate: Accumulate,
  ): void;
  /** out[columns, rows] (+)= x[rows, columns] transposed */
  transpose(x: Offset, out: Offset, rows: number, columns: number, accumulate: Accumulate): void;
  /** out[i, :] = table[indices[i], :]; indices are whole numbers below `rows`, stored as floats. */
  gatherRows(
    table: Offset,
    indices: Offset,
    out: Offset,
    n: number,
    columns: number,
    rows: number,
  ): void;
  /** dTable[indices[i], :] += dOut[i, :], in the order of i */
  scatterAddRows(
    dOut: Offset,
    indices: Offset,
    dTable: Offset,
    n: number,
    columns: number,
    rows: number,
  ): void;

  // --- softmax and losses, along the last axis ----------------------------------------------------
  /** Probabilities of each row: eˣ / Σ eˣ, without overflow */
  softmax(x: Offset, out: Offset, rows: number, columns: number): void;
  /** dx (+)= y ∘ (dOut − Σ dOut ∘ y) */
  softmaxBackward(
    y: Offset,
    dOut: Offset,
    dx: Offset,
    rows: number,
    columns: number,
    accumulate: Accumulate,
  ): void;
  /** Logarithms of the probabilities of each row */
  logSoftmax(x: Offset, out: Offset, rows: number, columns: number): void;
  /** dx (+)= dOut − exp(y) · Σ dOut */
  logSoftmaxBackward(
    y: Offset,
    dOut: Offset,
    dx: Offset,
    rows: number,
    columns: number,
    accumulate: Accumulate,
  ): void;
  /**
   * Mean of −log softmax(logits)[target] over the rows whose target is not −1, written to loss[0];
   * probabilities receives softmax(logits). `targets` are whole numbers stored as floats.
   * Rows without a target count for nothing; with no target at all the loss is 0.
   */
  crossEntropy(
    logits: Offset,
    targets: Offset,
    probabilities: Offset,
    loss: Offset,
    rows: number,
    columns: number,
  ): void;
  /** dLogits (+)= dLoss[0] / labelled · (probabilities − one-hot(target)), 0 for rows without a target */
  crossEntropyBackward(
    probabilities: Offset,
    targets: Offset,
    dLoss: Offset,
    dLogits: Offset,
    rows: number,
    columns: number,
    accumulate: Accumulate,
  ): void;

  // --- optimising ---------------------------------------------------------------------------------
  /** Σ x², summed in float64; NaN or ∞ where x holds one. */
  sumOfSquares(x: Offset, n: number): number;
  /** velocity = momentum · velocity + g; p −= learningRate · velocity */
  sgd(
    p: Offset,
    g: Offset,
    velocity: Offset,
    n: number,
    learningRate: number,
    momentum: number,
  ): void;
  /**
   * Adam (Kingma & Ba 2015), with g multiplied by `gradientScale` first (clipping):
   * m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²; p −= stepSize · m / (√(v / correction2) + epsilon), where
   * stepSize = learningRate / (1 − β₁ᵗ) and correction2 = 1 − β₂ᵗ.
   */
  adam(
    p: Offset,
    g: Offset,
    m: Offset,
    v: Offset,
    n: number,
    gradientScale: number,
    stepSize: number,
    beta1: number,
    beta2: number,
    correction2: number,
    epsilon: number,
  ): void;
  /** Index of the first value in x that is NaN or infinite, or −1. */
  firstNonFinite(x: Offset, n: number): number;
}

/**
 * A whole sequence through one layer in one call. A back end may have these; a cell then uses them, and
 * a test proves the result equal to the cell's equations stepped one by one. All weights are laid out as
 * PyTorch's (`[gates·H, I]`, `[gates·H, H]`, `[gates·H]`).
 *
 * Forward reads x [T, B, I] and the initial state, and writes the states of all steps and what backward
 * needs. Backward reads the derivatives by the states of all steps, by the LSTM's cell states and by the gates of all
 * steps (−1 where there is none), and adds to the derivatives of weights; dX and those of the initial state are
 * written. An offset of −1 for dX means that the derivative of the input is not wanted. Backward changes nothing that
 * it reads. `scratch` has at least the size the back end asks for.
 *
 * Where the inputs are symbols, `symbols` is the offset of [T, B] whole numbers stored as floats, x is a
 * table [vocabSize, I], the input at (t, b) is row symbols[t, b] of it, and dX is [vocabSize, I]. The
 * product with `weightIh` is then made once per symbol, not once per step. Otherwise `symbols` is −1 and
 * vocabSize 0.
 */
export interface SequenceKernels {
  /** h′ = act(W x + b + U h + c), activation 0: tanh, 1: relu. hs is [T+1, B, H] with hs[0] = h0, already filled. */
  rnnForward(
    x: Offset,
    symbols: Offset,
    vocabSize: number,
    weightIh: Offset,
    weightHh: Offset,
    biasIh: Offset,
    biasHh: Offset,
    hs: Offset,
    scratch: Offset,
    timeSteps: number,
    batch: number,
    inputSize: number,
    hiddenSize: number,
    activation: 0 | 1,
  ): void;
  /** dHs is [T, B, H], the derivative of hs[1…T]. dH0 [B, H] is written. */
  rnnBackward(
    x: Offset,
    symbols: Offset,
    vocabSize: number,
    weightIh: Offset,
    weightHh: Offset,
    hs: Offset,
    dHs: Offset,
    dX: Offset,
    dWeightIh: Offset,
    dWeightHh: Offset,
    dBiasIh: Offset,
    dBiasHh: Offset,
    dH0: Offset,
    scratch: Offset,
    timeSteps: number,
    batch: number,
    inputSize: number,
    hiddenSize: number,
    activation: 0 | 1,
  ): void;
  /**
   * i, f, g, o = σ, σ, tanh, σ of W x + b + U h + c; c′ = f∘c + i∘g; h′ = o∘tanh(c′).
   * hs is [T+1, B, H] with hs[0] filled; cs is [2T+1, B, H] with cs[0] filled: c of all steps and, behind them,
   * tanh(c) of steps 1…T; gates [T, B, 4H] receives i f g o after their squashing.
   */
  lstmForward(
    x: Offset,
    symbols: Offset,
    vocabSize: number,
    weightIh: Offset,
    weightHh: Offset,
    biasIh: Offset,
    biasHh: Offset,
    hs: Offset,
    cs: Offset,
    gates: Offset,
    scratch: Offset,
    timeSteps: number,
    batch: number,
    inputSize: number,
    hiddenSize: number,
  ): void;
  /**
   * dHs [T, B, H], dCs [T, B, H] (by cs[1…T]; −1: none) and dGates [T, B, 4H] (by i f g o after their squashing; −1:
   * none) are read; dH0, dC0 [B, H] are written.
   */
  lstmBackward(
    x: Offset,
    symbols: Offset,
    vocabSize: number,
    weightIh: Offset,
    weightHh: Offset,
    hs: Offset,
    cs: Offset,
    gates: Offset,
    dHs: Offset,
    dCs: Offset,
    dGates: Offset,
    dX: Offset,
    dWeightIh: Offset,
    dWeightHh: Offset,
    dBiasIh: Offset,
    dBiasHh: Offset,
    dH0: Offset,
    dC0: Offset,
    scratch: Offset,
    timeSteps: number,
    batch: number,
    inputSize: number,
    hiddenSize: number,
  ): void;
  /**
   * r, z = σ(W x + b + U h + c); n = tanh(Wₙ x + bₙ + r∘(Uₙ h + cₙ)); h′ = (1−z)∘n + z∘h.
   * gates [T, B, 4H] receives r z n and, last, Uₙ h + cₙ, which backward needs.
   */
  gruForward(
    x: Offset,
    symbols: Offset,
    vocabSize: number,
    weightIh: Offset,
    weightHh: Offset,
    biasIh: Offset,
    biasHh: Offset,
    hs: Offset,
    gates: Offset,
    scratch: Offset,
    timeSteps: number,
    batch: number,
    inputSize: number,
    hiddenSize: number,
  ): void;
  /** dHs [T, B, H] and dGates [T, B, 4H] (by r z n; what stands behind n is not read; −1: none) are read; dH0 [B, H] is written. */
  gruBackward(
    x: Offset,
    symbols: Offset,
    vocabSize: number,
    weightIh: Offset,
    weightHh: Offset,
    hs: Offset,
    gates: Offset,
    dHs: Offset,
    dGates: Offset,
    dX: Offset,
    dWeightIh: Offset,
    dWeightHh: Offset,
    dBiasIh: Offset,
    dBiasHh: Offset,
    dH0: Offset,
    scratch: Offset,
    timeSteps: number,
    batch: number,
    inputSize: number,
    hiddenSize: number,
  ): void;
  /** Elements of scratch that any of the calls above may need. */
  sequenceScratch(
    timeSteps: number,
    batch: number,
    inputSize: number,
    hiddenSize: number,
    vocabSize: number,
    gates: 1 | 3 | 4,
  ): number;
}
