/**
 * A broken cell: its memory is not in its state.
 *
 * @module
 */

import type { Cell } from "../../cells/cell.ts";
import type { CellFactory } from "../../cells/sequence_model.ts";
import { unroll } from "../../cells/unroll.ts";
import { checkCell } from "../../checks/check_cell.ts";
import { tanh } from "../../numeric.ts";
import { createRandom } from "../../random.ts";
import { type Tensor, tensor } from "../../tensor/mod.ts";
import { apart, call, functionOf } from "../common.ts";
import { type Exercise, Finding, Untouched } from "../definition.ts";

/** The cell's source with other lines in the place of the broken ones. */
function source(step: string, { memory = "", start = "({ h: zeros([batch, hiddenSize]) })" } = {}) {
  return `/** Mend me. */
function mended(
  { inputSize, hiddenSize, random }: { inputSize: number; hiddenSize: number; random: Random },
): Cell {
  const draw = (rows: number, columns: number) =>
    parameter(Array.from({ length: rows * columns }, () => random.uniform(-0.5, 0.5)), {
      shape: [rows, columns],
    });
  const W_x = draw(hiddenSize, inputSize);
  const W_h = draw(hiddenSize, hiddenSize);
  const b = parameter(new Array(hiddenSize).fill(0));
${memory}
  return {
    kind: "mended",
    inputSize,
    hiddenSize,
    params: { W_x, W_h, b },
    initialState: (batch) => ${start},
    step(x, { h }) {
${step}
    },
  };
}`.replace("\n\n  return {", "\n\n  return {");
}

const memory = "  let memory: Tensor | null = null;\n";
const stub = source(
  `      const previous = memory ?? h; // YOUR TURN: something is wrong in here
      memory = tanh(add(linear(x, W_x), linear(previous, W_h), b));
      return { state: { h: memory }, gates: {} };`,
  { memory },
);
const rightStep =
  `      return { state: { h: tanh(add(linear(x, W_x), linear(h, W_h), b)) }, gates: {} };`;

/** The exercise. */
export const leakyCell: Exercise = {
  id: "03.leaky-cell",
  kind: "find the bug",
  title: "a cell that remembers too much",
  goal: "Mend the cell: it reads its first sequence as it should, and every later one wrongly.",
  text:
    "This cell runs, and it even learns a little. But it reads only its very first sequence as it should; give it " +
    "a second one, and what it says depends on the first. Find the mistake and mend it.",
  answer: "mended",
  before: `import type { Cell } from "lib/cells/cell.ts";
import type { Random } from "lib/random.ts";
import { add, linear, parameter, tanh, type Tensor, zeros } from "lib/tensor/mod.ts";`,
  stub,
  begin: [
    "Where does this cell keep its memory, and who can give it an empty one?",
    "Everything that `step` knows of the past must come in as `h` and go out as `h`",
  ],
  check(answer) {
    const f = functionOf(answer, ["rnn"]) as CellFactory;
    const make = () =>
      call(f, [{ inputSize: 3, hiddenSize: 5, random: createRandom(4) }], "sizes 3 and 5");
    const random = createRandom(5);
    const sequence = (length: number) =>
      tensor(Array.from({ length: length * 6 }, () => random.normal()), { shape: [length, 2, 3] });
    const [first, second] = [sequence(4), sequence(6)];
    const alone = reads(make(), [second]);
    const after = reads(make(), [first, second]);
    const later = apart(alone, after);
    const turns = inTurns(make(), first, second);
    if (later > 1e-6) {
      throw new Untouched(
        `a sequence read after another one leaves a memory that is off by ${
          later.toPrecision(2)
        } from the one it leaves when read alone`,
      );
    }
    if (turns > 1e-6) {
      throw new Finding(
        "reset-only",
        `two sequences read in turns, each with its own state, still get into each other's way: off by ${
          turns.toPrecision(2)
        }`,
      );
    }
    try {
      checkCell(f);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const name = /has no memory/.test(message)
        ? "no-memory"
        : /does not read/.test(message)
        ? "not-returned"
        : /derivative|not.*params|training cannot/.test(message)
        ? "untrained"
        : "other";
      throw new Finding(name, `checkCell says: ${message}`);
    }
    const off = fromEquation(make(), first);
    if (off > 1e-5) {
      throw new Finding(
        "other-equation",
        `it no longer is the cell it was: off by ${off.toPrecision(2)}`,
      );
    }
    return "a sequence reads the same alone, after another, and in turns with another; and checkCell finds nothing";
  },
  learned:
    "A step must be a pure function of input and state. Memory that hides elsewhere leaks from one sequence into " +
    "the next, and nothing crashes: only the results are wrong.",
  misconceptions: {
    "reset-only": {
      idea: "Emptying the hidden variable hides the leak; the memory is still not in the state",
      hint:
        "What happens when two sequences are read in turns, a step of one, a step of the other?",
      stronger: "Do without the variable: what came in as h is the previous memory",
    },
    "no-memory": {
      idea: "The leak is gone, and so is the memory: each step starts from nothing",
      hint: "Which memory does `step` start from, and who handed it over?",
      stronger: "The previous memory is `h`, not zeros",
    },
    "not-returned": {
      idea: "The new memory is worked out but not handed back: the state stays as it was",
      hint: "What does the next step get as its h?",
      stronger: "Return the result of tanh as state.h",
    },
    "untrained": {
      idea: "A weight is left over that takes part in nothing, or takes part and is not listed",
      hint: "Which of W_x, W_h and b does your step use?",
      stronger: "The step is the equation: all three belong into it, and into params",
    },
    "other-equation": {
      idea: "The leak is gone, but the equation has changed on the way",
      hint: "Compare your step with the equation at the top of this notebook",
      stronger: "Only the previous memory was wrong; leave all else as it was",
    },
  },
  solution: {
    source: source(rightStep, { memory: "" }),
    why:
      "The variable `memory` outlives the sequence. Without it the previous memory is what the caller hands over: h, " +
      "which is zero at the beginning of each sequence because `initialState` makes it so.",
  },
  wrong: [
    {
      label: "emptied at the beginning of a sequence",
      misconception: "reset-only",
      source: source(
        `      const previous = memory ?? h;
      memory = tanh(add(linear(x, W_x), linear(previous, W_h), b));
      return { state: { h: memory }, gates: {} };`,
        { memory, start: "((memory = null), { h: zeros([batch, hiddenSize]) })" },
      ),
    },
    {
      label: "from zeros at each step",
      misconception: "no-memory",
      source: source(
        `      const previous = zeros(h.shape);
      return { state: { h: tanh(add(linear(x, W_x), linear(previous, W_h), b)) }, gates: {} };`,
      ),
    },
    {
      label: "the old memory handed back",
      misconception: "not-returned",
      source: source(
        `      tanh(add(linear(x, W_x), linear(h, W_h), b));
      return { state: { h }, gates: {} };`,
      ),
    },
    {
      label: "the recurrent weights left out",
      misconception: "untrained",
      source: source(`      return { state: { h: tanh(add(linear(x, W_x), h, b)) }, gates: {} };`),
    },
    {
      label: "the squish lost on the way",
      misconception: "other-equation",
      source: source(`      const sum = add(linear(x, W_x), tanh(linear(h, W_h)), b);
      return { state: { h: tanh(sum) }, gates: {} };`),
    },
  ],
};

/** The last memory after reading sequences one after the other, each from the initial state. */
function reads(cell: Cell, sequences: readonly Tensor[]): ArrayLike<number> {
  let last: ArrayLike<number> = [];
  for (const xs of sequences) last = unroll(cell, xs, { stepByStep: true }).state.h.values();
  return last;
}

/** How much two sequences disturb each other when the cell takes a step of one, then a step of the other. */
function inTurns(cell: Cell, first: Tensor, second: Tensor): number {
  const stepsOf = (xs: Tensor) => (xs.toArray() as number[][][]).map((x) => tensor(x));
  const [a, b] = [stepsOf(first), stepsOf(second)];
  const alone = a.reduce((state, x) => cell.step(x, state).state, cell.initialState(2));
  let [one, other] = [cell.initialState(2), cell.initialState(2)];
  a.forEach((x, t) => {
    one = cell.step(x, one).state;
    other = cell.step(b[t], other).state;
  });
  return apart(alone.h.values(), one.h.values());
}

/** How far the cell is from the equation, with its own weights by the names of the stub. */
function fromEquation(cell: Cell, xs: Tensor): number {
  const { W_x, W_h, b } = cell.params;
  if (!W_x || !W_h || !b) return 0; // other names; checkCell has looked at it
  const [U, V] = [W_x.toArray() as number[][], W_h.toArray() as number[][]];
  const bias = Array.from(b.values() as ArrayLike<number>);
  const x = (xs.toArray() as number[][][])[0];
  const h = x.map((_, row) => bias.map((_, unit) => 0.3 * (row + 1) - 0.1 * unit));
  const found = cell.step(tensor(x), { h: tensor(h) }).state.h.values();
  const dot = (u: number[], v: number[]) => u.reduce((sum, value, i) => sum + value * v[i], 0);
  const wanted = x.flatMap((row, i) =>
    bias.map((add, unit) => tanh(dot(U[unit], row) + dot(V[unit], h[i]) + add))
  );
  return apart(wanted, found);
}
