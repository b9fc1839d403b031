/**
 * Attention (Vaswani et al. 2017, "Attention is all you need"), one head, as small as it honestly can be: no
 * step-by-step march, no memory handed on; every step looks at all steps up to its own at once.
 *
 *     q, k, v = W_q x, W_k x, W_v x                   at every step: what is sought, offered, given
 *     A = softmax(q kᵀ / √d + mask)                   how much each step looks at each earlier one
 *     x ← x + W_o A v                                 what was seen is added
 *     x ← x + W₂ relu(W₁ x + b₁) + b₂                 and thought over, each step for itself
 *     y = W_out x + b_out
 *
 * Attention by itself knows no order: it sees a set. So a code of its position is added to each input:
 * sines and cosines of different frequencies.
 *
 * @module
 */

import { checkFits, type InputKind, type SequenceBatch } from "../batch.ts";
import { cos, exp, log, sin } from "../numeric.ts";
import { checkOptions, checkValue, count, yesOrNo } from "../options.ts";
import type { Random } from "../random.ts";
import {
  add,
  type Backend,
  concat,
  gather,
  inArena,
  matmul,
  relu,
  reshape,
  scale,
  simd,
  slice,
  softmax,
  type Tensor,
  tensor,
  transpose,
} from "../tensor/mod.ts";
import { drawing } from "./dense.ts";
import { checkForward, type Model } from "./model.ts";
import { modelRules, taskParts } from "./rules.ts";

/** How to make an attention model. */
export interface AttentionOptions {
  /** What is read at each step; a task has it. */
  readonly input: InputKind;
  /** How many scores at each step; a task has it. */
  readonly outputSize: number;
  /** Numbers that stand for a step: d. */
  readonly hiddenSize: number;
  /** Blocks of attention and thinking over, one after another. Default 1. */
  readonly layers?: number;
  /** Whether a code of its position is added to each input. Default true. */
  readonly positions?: boolean;
  /** Where the starting weights come from. */
  readonly random: Random;
  /** Default `simd`. */
  readonly backend?: Backend;
}

/**
 * Position codes, [timeSteps, size]: sin(t / 10000^(2i/size)) and cos of the same, in turn.
 *
 * @param timeSteps how many positions
 * @param size numbers in a code
 */
export function positionCodes(timeSteps: number, size: number): Float64Array {
  const doing = "make position codes";
  checkValue(doing, "timeSteps", timeSteps, count());
  checkValue(doing, "size", size, count());
  checkFits(doing, timeSteps, 1, size);
  const codes = new Float64Array(timeSteps * size);
  for (let i = 0; i < size; i++) {
    const frequency = exp(-log(10000) * (i - (i % 2)) / size);
    for (let t = 0; t < timeSteps; t++) {
      codes[t * size + i] = i % 2 === 0 ? sin(t * frequency) : cos(t * frequency);
    }
  }
  return codes;
}

/** Numbers of looks that are worked out at once where nothing remembers them: 4 MiB of float32. */
const AT_ONCE = 2 ** 20;

/** 0 where step t may look (at steps up to its own), −∞ where it may not: [timeSteps, timeSteps]. */
function causalMask(timeSteps: number): Float64Array {
  const mask = new Float64Array(timeSteps * timeSteps);
  for (let t = 0; t < timeSteps; t++) {
    mask.fill(-Infinity, t * timeSteps + t + 1, (t + 1) * timeSteps);
  }
  return mask;
}

/**
 * An attention model. Its answer's `gates` hold, if asked for, how much each step looked at each other one:
 * `attention_l0` [batch, timeSteps, timeSteps], rows sum to 1.
 *
 * @example
 * ```ts
 * import { attention } from "lib/cells/attention.ts";
 * import { createRandom } from "lib/random.ts";
 *
 * const model = attention({
 *   input: { kind: "symbols", vocab: ["a", "b", "c"] },
 *   outputSize: 2,
 *   hiddenSize: 8,
 *   random: createRandom(0),
 * });
 * const batch = { timeSteps: 3, batch: 1, inputs: Int32Array.of(0, 1, 2) };
 * const { outputs, gates } = model.forward(batch, { gates: true });
 * console.log(outputs.shape, gates.attention_l0.shape); // [3, 2] [1, 3, 3]
 * ```
 */
export function attention(options: AttentionOptions): Model {
  checkOptions<AttentionOptions>("make an attention model", options, {
    ...modelRules,
    positions: yesOrNo,
  }, { passing: taskParts });
  const { input, outputSize, hiddenSize, layers = 1, positions = true, random, backend = simd } =
    options;
  const { params, dense, embedding } = drawing({ random, backend });
  const embed = embedding(input, hiddenSize);
  const blocks = Array.from({ length: layers }, (_, i) => ({
    query: dense(`l${i}.query`, hiddenSize, hiddenSize, false),
    key: dense(`l${i}.key`, hiddenSize, hiddenSize, false),
    value: dense(`l${i}.value`, hiddenSize, hiddenSize, false),
    output: dense(`l${i}.output`, hiddenSize, hiddenSize, false),
    widen: dense(`l${i}.widen`, hiddenSize, 2 * hiddenSize),
    narrow: dense(`l${i}.narrow`, 2 * hiddenSize, hiddenSize),
  }));
  const readout = dense("readout", hiddenSize, outputSize);

  /** Inputs as [batch, timeSteps, hiddenSize]: the sequences one after another. */
  function read(sequences: SequenceBatch): Tensor {
    const { timeSteps, batch } = sequences;
    const order = Int32Array.from(
      { length: timeSteps * batch },
      (_, row) => (row % timeSteps) * batch + Math.floor(row / timeSteps),
    );
    return reshape(embed(sequences, order), [batch, timeSteps, hiddenSize]);
  }

  return {
    kind: "attention",
    input,
    outputSize,
    params: Object.freeze(params),
    forward(sequences, options = {}) {
      checkForward(this, sequences, options, false);
      const { gates: wanted = false, from = 0 } = options;
      const { timeSteps, batch } = sequences;
      checkFits("look at all steps at once", timeSteps, batch, timeSteps);
      const constant = (values: Float64Array, columns: number) =>
        tensor(values, { shape: [timeSteps, columns], backend });
      const mask = constant(causalMask(timeSteps), timeSteps);
      // The steps that look, in the last block: all of them where the reader wants to see how.
      const first = wanted ? 0 : from;
      const gates: Record<string, Tensor> = {};
      let x = read(sequences); // [batch, timeSteps, hiddenSize]
      if (positions) x = add(x, constant(positionCodes(timeSteps, hiddenSize), hiddenSize));
      blocks.forEach((block, i) => {
        const skipped = i === layers - 1 ? first : 0;
        const asked = (all: Tensor, axis: number) =>
          skipped === 0 ? all : slice(all, axis, skipped);
        const [query, key, value] = [asked(block.query(x), 1), block.key(x), block.value(x)];
        // [batch, timeSteps, timeSteps], or as many rows as are asked for.
        const looksOf = (query: Tensor, key: Tensor) =>
          softmax(
            add(scale(matmul(query, transpose(key)), 1 / Math.sqrt(hiddenSize)), asked(mask, 0)),
          );
        let seen: Tensor;
        const together = Math.max(1, Math.floor(AT_ONCE / timeSteps / query.shape[1]));
        if (wanted || backend.recording || together >= batch) {
          const looks = looksOf(query, key);
          if (wanted) gates[`attention_l${i}`] = looks;
          seen = matmul(looks, value);
        } else { // nobody asks for the looks: a few sequences at a time, whose looks make way for the next ones'
          const parts = Array.from({ length: Math.ceil(batch / together) }, (_, part) => {
            const some = (all: Tensor) =>
              slice(all, 0, part * together, Math.min((part + 1) * together, batch));
            return inArena(() => matmul(looksOf(some(query), some(key)), some(value)), { backend });
          });
          seen = concat(parts, 0);
        }
        const read = block.output(seen);
        x = add(asked(x, 1), read);
        x = add(x, block.narrow(relu(block.widen(x))));
      });
      // Back to time-major rows, as all models answer.
      const looked = timeSteps - first;
      const rows = reshape(x, [batch * looked, hiddenSize]);
      const order = Int32Array.from(
        { length: (timeSteps - from) * batch },
        (_, row) => (row % batch) * looked + from - first + Math.floor(row / batch),
      );
      return {
        outputs: readout(gather(rows, order)),
        from,
        state: {},
        gates,
        hidden: null,
        states: [],
      };
    },
  };
}
