/**
 * The kernels of the compiled module, each behind one look at where it is told to read and write.
 *
 * A kernel runs through memory in long loops. V8 can check every single access against the size of the memory, or, as
 * the course starts it, none (see README.md here). So that a wrong offset or size is an error in either case, and never
 * somebody else's numbers, every call compares its blocks with the memory before it begins: once a call, not once a
 * number. Rows that are named by numbers in memory (symbols, targets) are compared with their table likewise.
 *
 * @module
 */

import type { Kernels, Offset, SequenceKernels } from "../kernels.ts";
import type { SharedKernel } from "./team.ts";

/** Kinds of layers, as assembly/sequence.ts numbers them. */
export enum Layer {
  Rnn,
  ReluRnn,
  Lstm,
  Gru,
}

/** Stages of a layer's work and the range they are for, as assembly/sequence.ts explains them. */
export enum Stage {
  Prepare = 1,
  Run = 2,
  Weights = 4,
  Inputs = 8,
  All = 15,
}

type Numbers = readonly number[];

/** What the module exports: the kernels as they are, and those that others share. */
export interface Exports extends Kernels, Record<SharedKernel, (...args: Numbers) => void> {
  /** Elements of scratch for so many steps backward. */
  sequenceScratch: SequenceKernels["sequenceScratch"];
  /** Index of the first of n numbers that is no whole number from `least` to `most`, or −1. */
  firstOutside(x: Offset, n: number, least: number, most: number): number;
  /** From now on products are made in tiles of so many rows. */
  useTile(rows: number): void;
  /** The same, and makes a product of zeros in them so many times. */
  tryTile(rows: number, times: number): void;
}

/** Sizes of a layer's work; a row of gates has `width` rows of weights. */
export interface LayerSizes {
  readonly timeSteps: number;
  readonly batch: number;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly width: number;
}

/** Runs kernels, on one thread or several. */
export interface Runner {
  readonly matmul: Kernels["matmul"];
  /** Arguments of `sequenceForward` but for the last three: stages, and a range of the rows of the batch. */
  forward(args: Numbers, sizes: LayerSizes): void;
  /** Arguments of `sequenceBackward` but for the last five: those, and a range of the rows of the weights. */
  backward(args: Numbers, sizes: LayerSizes): void;
  /** Steps of backward for which there must be room. */
  steps(sizes: LayerSizes): number;
}

/** An offset that says that something is not there. */
const NONE = -1;

/**
 * Puts the look before every kernel.
 *
 * @param raw exports of the module
 * @param elements how many numbers the memory holds now
 * @param start the first that is not the module's own
 * @param runner what runs products and whole sequences
 */
export function checkedKernels(
  raw: Exports,
  elements: () => number,
  start: Offset,
  runner: Runner,
): Kernels & SequenceKernels {
  let end = elements();

  /** Throws unless all of `size` numbers from `offset` on are in the memory, behind what is the module's own. */
  function within(kernel: string, offset: Offset, size: number): void {
    if (offset >= start && size >= 0 && offset + size <= end) return;
    end = elements(); // it may have grown
    if (offset >= start && size >= 0 && offset + size <= end) return;
    throw new RangeError(
      `Cannot run ${kernel}: found a block of ${size} numbers at ${offset}, and one between ${start} and ${end} is wanted`,
    );
  }

  function indices(kernel: string, at: Offset, n: number, least: number, most: number): void {
    within(kernel, at, n);
    const wrong = raw.firstOutside(at, n, least, most);
    if (wrong >= 0) {
      throw new RangeError(
        `Cannot run ${kernel}: index ${wrong} is no whole number from ${least} to ${most}`,
      );
    }
  }

  type Binary = "add" | "subtract" | "divide";
  const binary = (name: Binary): Kernels[Binary] => {
    const run = raw[name];
    return (a, b, out, n, bSize) => {
      within(name, a, n);
      within(name, b, bSize);
      within(name, out, n);
      run(a, b, out, n, bSize);
    };
  };

  type Unary = "exp" | "log" | "sqrt" | "tanh" | "sigmoid" | "relu";
  const unary = (name: Unary): Kernels[Unary] => {
    const run = raw[name];
    return (x, out, n) => {
      within(name, x, n);
      within(name, out, n);
      run(x, out, n);
    };
  };

  const unaryBackward = (name: `${Unary}Backward`): Kernels[`${Unary}Backward`] => {
    const run = raw[name];
    return (v, dOut, dx, n, accumulate) => {
      within(name, v, n);
      within(name, dOut, n);
      within(name, dx, n);
      run(v, dOut, dx, n, accumulate);
    };
  };

  type Softmax = "softmax" | "logSoftmax";
  const rows = (name: Softmax): Kernels[Softmax] => {
    const run = raw[name];
    return (x, out, rows, columns) => {
      within(name, x, rows * columns);
      within(name, out, rows * columns);
      run(x, out, rows, columns);
    };
  };

  const rowsBackward = (name: `${Softmax}Backward`): Kernels[`${Softmax}Backward`] => {
    const run = raw[name];
    return (y, dOut, dx, rows, columns, accumulate) => {
      within(name, y, rows * columns);
      within(name, dOut, rows * columns);
      within(name, dx, rows * columns);
      run(y, dOut, dx, rows, columns, accumulate);
    };
  };

  /** A block of rows that lie `stride` apart. */
  const blockSize = (stride: number, rows: number, columns: number) =>
    rows > 0 ? (rows - 1) * stride + columns : 0;

  /** What forward and backward of a layer read alike. */
  function layer(
    kernel: string,
    kind: Layer,
    [x, symbols, vocabSize, weightIh, weightHh]: Numbers,
    [hs, cs, gates]: Numbers,
    scratch: Offset,
    backward: boolean,
    [timeSteps, batch, inputSize, hiddenSize]: Numbers,
  ): { state: number; inputs: number; layerSizes: LayerSizes } {
    const blocks = kind === Layer.Lstm ? 4 : kind === Layer.Gru ? 3 : 1;
    const layerSizes = { timeSteps, batch, inputSize, hiddenSize, width: blocks * hiddenSize };
    const [rows, state] = [timeSteps * batch, batch * hiddenSize];
    const inputs = (symbols === NONE ? rows : vocabSize) * inputSize;
    within(kernel, x, inputs);
    if (symbols !== NONE) indices(kernel, symbols, rows, 0, vocabSize - 1);
    within(kernel, weightIh, blocks * hiddenSize * inputSize);
    within(kernel, weightHh, blocks * hiddenSize * hiddenSize);
    within(kernel, hs, (timeSteps + 1) * state);
    if (kind === Layer.Lstm) within(kernel, cs, (2 * timeSteps + 1) * state);
    if (blocks > 1) within(kernel, gates, 4 * timeSteps * state);
    const room = raw.sequenceScratch(
      backward ? runner.steps(layerSizes) : 0,
      batch,
      inputSize,
      hiddenSize,
      vocabSize,
      blocks as 1 | 3 | 4,
    );
    within(kernel, scratch, room);
    return { state, inputs, layerSizes };
  }

  function forward(
    kernel: string,
    kind: Layer,
    given: Numbers,
    biases: Numbers,
    states: Numbers,
    scratch: Offset,
    sizes: Numbers,
  ): void {
    const { layerSizes } = layer(kernel, kind, given, states, scratch, false, sizes);
    for (const bias of biases) within(kernel, bias, layerSizes.width);
    runner.forward([kind, ...given, ...biases, ...states, scratch, ...sizes], layerSizes);
  }

  function backward(
    kernel: string,
    kind: Layer,
    given: Numbers,
    states: Numbers,
    [dHs, dCs, dGates]: Numbers,
    dX: Offset,
    dWeights: Numbers,
    [dH0, dC0]: Numbers,
    scratch: Offset,
    sizes: Numbers,
  ): void {
    const { state, inputs, layerSizes } = layer(
      kernel,
      kind,
      given,
      states,
      scratch,
      true,
      sizes,
    );
    const { timeSteps, inputSize, hiddenSize, width } = layerSizes;
    within(kernel, dHs, timeSteps * state);
    if (dCs !== NONE) within(kernel, dCs, timeSteps * state);
    if (dGates !== NONE) within(kernel, dGates, 4 * timeSteps * state);
    if (dX !== NONE) within(kernel, dX, inputs);
    [width * inputSize, width * hiddenSize, width, width].forEach((size, i) =>
      within(kernel, dWeights[i], size)
    );
    within(kernel, dH0, state);
    if (kind === Layer.Lstm) within(kernel, dC0, state);
    const outside = [dHs, dCs, dGates];
    runner.backward(
      [kind, ...given, ...states, ...outside, dX, ...dWeights, dH0, dC0, scratch, ...sizes],
      layerSizes,
    );
  }

  return {
    add: binary("add"),
    subtract: binary("subtract"),
    divide: binary("divide"),
    multiply(a, b, out, n, bSize, accumulate) {
      within("multiply", a, n);
      within("multiply", b, bSize);
      within("multiply", out, n);
      raw.multiply(a, b, out, n, bSize, accumulate);
    },

    exp: unary("exp"),
    log: unary("log"),
    sqrt: unary("sqrt"),
    tanh: unary("tanh"),
    sigmoid: unary("sigmoid"),
    relu: unary("relu"),
    expBackward: unaryBackward("expBackward"),
    logBackward: unaryBackward("logBackward"),
    sqrtBackward: unaryBackward("sqrtBackward"),
    tanhBackward: unaryBackward("tanhBackward"),
    sigmoidBackward: unaryBackward("sigmoidBackward"),
    reluBackward: unaryBackward("reluBackward"),

    scale(x, factor, out, n, accumulate) {
      within("scale", x, n);
      within("scale", out, n);
      raw.scale(x, factor, out, n, accumulate);
    },
    fill(out, value, n) {
      within("fill", out, n);
      raw.fill(out, value, n);
    },
    copy(x, out, n, accumulate) {
      within("copy", x, n);
      within("copy", out, n);
      raw.copy(x, out, n, accumulate);
    },

    matmul(a, b, out, m, k, n, transposeA, transposeB, accumulate) {
      within("matmul", a, m * k);
      within("matmul", b, k * n);
      within("matmul", out, m * n);
      runner.matmul(a, b, out, m, k, n, transposeA, transposeB, accumulate);
    },

    sumAxis(x, out, outer, axis, inner, accumulate) {
      within("sumAxis", x, outer * axis * inner);
      within("sumAxis", out, outer * inner);
      raw.sumAxis(x, out, outer, axis, inner, accumulate);
    },
    spreadAxis(x, factor, out, outer, axis, inner, accumulate) {
      within("spreadAxis", x, outer * inner);
      within("spreadAxis", out, outer * axis * inner);
      raw.spreadAxis(x, factor, out, outer, axis, inner, accumulate);
    },
    copyBlock(x, xStride, out, outStride, rows, columns, accumulate) {
      within("copyBlock", x, blockSize(xStride, rows, columns));
      within("copyBlock", out, blockSize(outStride, rows, columns));
      raw.copyBlock(x, xStride, out, outStride, rows, columns, accumulate);
    },
    transpose(x, out, rows, columns, accumulate) {
      within("transpose", x, rows * columns);
      within("transpose", out, rows * columns);
      raw.transpose(x, out, rows, columns, accumulate);
    },
    gatherRows(table, at, out, n, columns, rows) {
      indices("gatherRows", at, n, 0, rows - 1);
      within("gatherRows", table, rows * columns);
      within("gatherRows", out, n * columns);
      raw.gatherRows(table, at, out, n, columns, rows);
    },
    scatterAddRows(dOut, at, dTable, n, columns, rows) {
      indices("scatterAddRows", at, n, 0, rows - 1);
      within("scatterAddRows", dOut, n * columns);
      within("scatterAddRows", dTable, rows * columns);
      raw.scatterAddRows(dOut, at, dTable, n, columns, rows);
    },

    softmax: rows("softmax"),
    softmaxBackward: rowsBackward("softmaxBackward"),
    logSoftmax: rows("logSoftmax"),
    logSoftmaxBackward: rowsBackward("logSoftmaxBackward"),
    crossEntropy(logits, targets, probabilities, loss, rows, columns) {
      within("crossEntropy", logits, rows * columns);
      indices("crossEntropy", targets, rows, -1, columns - 1);
      within("crossEntropy", probabilities, rows * columns);
      within("crossEntropy", loss, 1);
      raw.crossEntropy(logits, targets, probabilities, loss, rows, columns);
    },
    crossEntropyBackward(probabilities, targets, dLoss, dLogits, rows, columns, accumulate) {
      within("crossEntropyBackward", probabilities, rows * columns);
      indices("crossEntropyBackward", targets, rows, -1, columns - 1);
      within("crossEntropyBackward", dLoss, 1);
      within("crossEntropyBackward", dLogits, rows * columns);
      raw.crossEntropyBackward(probabilities, targets, dLoss, dLogits, rows, columns, accumulate);
    },

    sumOfSquares(x, n) {
      within("sumOfSquares", x, n);
      return raw.sumOfSquares(x, n);
    },
    sgd(p, g, velocity, n, learningRate, momentum) {
      within("sgd", p, n);
      within("sgd", g, n);
      within("sgd", velocity, n);
      raw.sgd(p, g, velocity, n, learningRate, momentum);
    },
    adam(p, g, m, v, n, ...numbers) {
      within("adam", p, n);
      within("adam", g, n);
      within("adam", m, n);
      within("adam", v, n);
      raw.adam(p, g, m, v, n, ...numbers);
    },
    firstNonFinite(x, n) {
      within("firstNonFinite", x, n);
      return raw.firstNonFinite(x, n);
    },

    rnnForward(x, symbols, vocab, wIh, wHh, bIh, bHh, hs, scratch, t, b, i, h, activation) {
      const kind = activation ? Layer.ReluRnn : Layer.Rnn;
      const given = [x, symbols, vocab, wIh, wHh];
      forward("rnnForward", kind, given, [bIh, bHh], [hs, 0, 0], scratch, [t, b, i, h]);
    },
    // deno-fmt-ignore
    rnnBackward(x, symbols, vocab, wIh, wHh, hs, dHs, dX, dWIh, dWHh, dBIh, dBHh, dH0, scratch, t, b, i, h, activation) {
      const kind = activation ? Layer.ReluRnn : Layer.Rnn;
      const given = [x, symbols, vocab, wIh, wHh];
      const out = [dWIh, dWHh, dBIh, dBHh];
      backward("rnnBackward", kind, given, [hs, 0, 0], [dHs, NONE, NONE], dX, out, [dH0, 0], scratch, [t, b, i, h]);
    },
    lstmForward(x, symbols, vocab, wIh, wHh, bIh, bHh, hs, cs, gates, scratch, t, b, i, h) {
      const given = [x, symbols, vocab, wIh, wHh];
      const states = [hs, cs, gates];
      forward("lstmForward", Layer.Lstm, given, [bIh, bHh], states, scratch, [t, b, i, h]);
    },
    // deno-fmt-ignore
    lstmBackward(x, symbols, vocab, wIh, wHh, hs, cs, gates, dHs, dCs, dGates, dX, dWIh, dWHh, dBIh, dBHh, dH0, dC0, scratch, t, b, i, h) {
      const given = [x, symbols, vocab, wIh, wHh];
      const out = [dWIh, dWHh, dBIh, dBHh];
      backward("lstmBackward", Layer.Lstm, given, [hs, cs, gates], [dHs, dCs, dGates], dX, out, [dH0, dC0], scratch, [t, b, i, h]);
    },
    gruForward(x, symbols, vocab, wIh, wHh, bIh, bHh, hs, gates, scratch, t, b, i, h) {
      const given = [x, symbols, vocab, wIh, wHh];
      const states = [hs, 0, gates];
      forward("gruForward", Layer.Gru, given, [bIh, bHh], states, scratch, [t, b, i, h]);
    },
    // deno-fmt-ignore
    gruBackward(x, symbols, vocab, wIh, wHh, hs, gates, dHs, dGates, dX, dWIh, dWHh, dBIh, dBHh, dH0, scratch, t, b, i, h) {
      const given = [x, symbols, vocab, wIh, wHh];
      const out = [dWIh, dWHh, dBIh, dBHh];
      backward("gruBackward", Layer.Gru, given, [hs, 0, gates], [dHs, NONE, dGates], dX, out, [dH0, 0], scratch, [t, b, i, h]);
    },
    sequenceScratch(timeSteps, batch, inputSize, hiddenSize, vocabSize, blocks) {
      const width = blocks * hiddenSize;
      const steps = runner.steps({ timeSteps, batch, inputSize, hiddenSize, width });
      return raw.sequenceScratch(steps, batch, inputSize, hiddenSize, vocabSize, blocks);
    },
  };
}
