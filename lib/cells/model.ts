/**
 * Models: something between a batch of sequences and scores at every step.
 *
 * @module
 */

import { checkInputs, type InputKind, type SequenceBatch } from "../batch.ts";
import {
  anything,
  checkOptions,
  checkValue,
  described,
  having,
  named,
  type Rule,
  wholeNumber,
  yesOrNo,
} from "../options.ts";
import { Tensor } from "../tensor/mod.ts";
import type { State } from "./cell.ts";
import type { UnrollOptions } from "./unroll.ts";

/** How to run a model. */
export interface ForwardOptions extends Omit<UnrollOptions, "lengths"> {
  /**
   * The first step whose answer is asked for: `outputs` begin there, and what only earlier answers need is not
   * worked out. A question at the end of a long sequence then costs one read-out. Default 0.
   */
  readonly from?: number;
}

/** What a model answers. */
export interface Answer {
  /**
   * Scores before softmax (or plain numbers) at every step that was asked for, [timeSteps · batch, outputSize].
   */
  readonly outputs: Tensor;
  /** The first step that `outputs` answer. Not given: 0, all of them. */
  readonly from?: number;
  /** Memory after the last step, of each sequence its own; empty for models without memory. */
  readonly state: State;
  /** Gates by name, [timeSteps, batch, hiddenSize] each, if asked for. */
  readonly gates: Readonly<Record<string, Tensor>>;
  /** Hidden states, [timeSteps, batch, hiddenSize]; null for models without memory. */
  readonly hidden: Tensor | null;
  /** State after each step, if asked to go step by step. */
  readonly states: readonly State[];
}

/** A model: the same interface for nets with and without memory, so that they can be rivals. */
export interface Model {
  /** What kind, for messages and legends. */
  readonly kind: string;
  /** What it reads at each step. */
  readonly input: InputKind;
  /** How many scores it gives at each step. */
  readonly outputSize: number;
  /** Everything that training changes, by name. */
  readonly params: Readonly<Record<string, Tensor>>;
  /** Runs the model over a batch. */
  forward(batch: SequenceBatch, options?: ForwardOptions): Answer;
}

/** A model. */
export const aModel: Rule = having(
  "a model, such as sequenceModel({ … }),",
  "params",
  "input",
  "forward",
);

/**
 * @ignore Throws unless the batch fits what the model reads, and the options fit the batch.
 *
 * @param remembers whether the model has a memory that it could begin with
 */
export function checkForward(
  model: Pick<Model, "kind" | "input">,
  batch: SequenceBatch,
  options: ForwardOptions,
  remembers: boolean,
): void {
  if (typeof model?.kind !== "string") {
    throw new TypeError(
      "Cannot run a model: forward was called without it; write model.forward(batch), with the model before the dot",
    );
  }
  const doing = `run the ${model.kind} model`;
  checkInputs(doing, batch, model.input);
  checkOptions<ForwardOptions>(doing, options, rules);
  const { from = 0, state } = options;
  if (from !== 0) checkValue(doing, "from", from, wholeNumber(0, batch.timeSteps - 1));
  for (const name in state) {
    if (!remembers) {
      throw new TypeError(
        `Cannot ${doing}: found the state ${name}, and it has no memory; a model with one is wanted, or no state`,
      );
    }
    const members = state[name]?.shape?.[0];
    if (members === undefined) {
      throw new TypeError(
        `Cannot ${doing}: the state ${name} is ${
          described(state[name])
        }, and a tensor of [batch, hiddenSize] is wanted`,
      );
    }
    if (members !== batch.batch) {
      throw new RangeError(
        `Cannot ${doing}: the state ${name} is of ${members} sequences, and ${batch.batch}, as many as the batch has, are wanted`,
      );
    }
  }
}

const rules = { from: anything, state: named(anything), gates: yesOrNo, stepByStep: yesOrNo };

/** @ignore A model's answer, which must be one: a learner's own model may have forgotten to return it. */
export function answerOf(model: Model, batch: SequenceBatch, options: ForwardOptions): Answer {
  const answer = model.forward(batch, options);
  if (answer?.outputs instanceof Tensor) return answer;
  throw new TypeError(
    `Cannot run the ${model.kind} model: its forward returned ${
      described(answer)
    }, and { outputs, state } with a tensor of answers is wanted`,
  );
}
