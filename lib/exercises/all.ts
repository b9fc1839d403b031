/**
 * All exercises, in the order of the notebooks.
 *
 * @module
 */

import { lastLetters } from "./00_start_here/last_letters.ts";
import { margin } from "./00_start_here/margin.ts";
import { whichControl } from "./00_start_here/which_control.ts";
import { bag } from "./01_order_is_the_meaning/bag.ts";
import { bestBag } from "./01_order_is_the_meaning/best_bag.ts";
import { twins } from "./01_order_is_the_meaning/twins.ts";
import { whyShuffled } from "./01_order_is_the_meaning/why_shuffled.ts";
import { foolWindow } from "./02_why_feedforward_fails/fool_window.ts";
import { slotsWeights } from "./02_why_feedforward_fails/slots_weights.ts";
import { whySlots } from "./02_why_feedforward_fails/why_slots.ts";
import { window } from "./02_why_feedforward_fails/window.ts";
import { combine } from "./03_recurrence/combine.ts";
import { countWeights } from "./03_recurrence/count_weights.ts";
import { latch } from "./03_recurrence/latch.ts";
import { leakyCell } from "./03_recurrence/leaky_cell.ts";
import { readOn } from "./03_recurrence/read_on.ts";
import { parityByHand } from "./04_one_set_of_weights/parity_by_hand.ts";
import { tiedSets } from "./04_one_set_of_weights/tied_sets.ts";
import { whichCopies } from "./04_one_set_of_weights/which_copies.ts";
import { clip } from "./05_training_through_time/clip.ts";
import { stepBack } from "./05_training_through_time/step_back.ts";
import { whatHelps } from "./05_training_through_time/what_helps.ts";
import { halfLife } from "./06_fading_memory/half_life.ts";
import { startAtOne } from "./06_fading_memory/start_at_one.ts";
import { whyUnheard } from "./06_fading_memory/why_unheard.ts";
import { fadingLstm } from "./07_lstm/fading_lstm.ts";
import { startKeeping } from "./07_lstm/start_keeping.ts";
import { step } from "./07_lstm/step.ts";
import { whyItHolds } from "./07_lstm/why_it_holds.ts";
import { combine as gruCombine } from "./08_gru/combine.ts";
import { newIdea } from "./08_gru/new_idea.ts";
import { turnRound } from "./08_gru/turn_round.ts";
import { howManyLetters } from "./09_a_summary_not_a_transcript/how_many_letters.ts";
import { sameMemory } from "./09_a_summary_not_a_transcript/same_memory.ts";
import { toldByPlace } from "./09_a_summary_not_a_transcript/told_by_place.ts";
import { whyProbe } from "./09_a_summary_not_a_transcript/why_probe.ts";
import { bits } from "./10_real_text/bits.ts";
import { pieces } from "./10_real_text/pieces.ts";
import { twice } from "./10_real_text/twice.ts";
import { twoBack } from "./10_real_text/two_back.ts";
import { foolSeasonal } from "./11_real_series/fool_seasonal.ts";
import { seasonalNaive } from "./11_real_series/seasonal_naive.ts";
import { smoothed } from "./11_real_series/smoothed.ts";
import { whyLevels } from "./11_real_series/why_levels.ts";
import { attend } from "./12_attention/attend.ts";
import { foolSet } from "./12_attention/fool_set.ts";
import { mask } from "./12_attention/mask.ts";
import { twiceAsLong } from "./12_attention/twice_as_long.ts";
import { whySet } from "./12_attention/why_set.ts";
import { keepBias } from "./13_your_own_cell/keep_bias.ts";
import { minimalGate } from "./13_your_own_cell/minimal_gate.ts";
import { neverLetsGo } from "./13_your_own_cell/never_lets_go.ts";
import { ownCell } from "./13_your_own_cell/own_cell.ts";
import { whyCopy } from "./13_your_own_cell/why_copy.ts";
import type { Exercise } from "./definition.ts";

/** Every exercise of the course. */
export const exercises: readonly Exercise[] = [
  lastLetters,
  margin,
  whichControl,
  bag,
  bestBag,
  twins,
  whyShuffled,
  window,
  foolWindow,
  whySlots,
  slotsWeights,
  combine,
  readOn,
  leakyCell,
  countWeights,
  latch,
  tiedSets,
  whichCopies,
  parityByHand,
  stepBack,
  clip,
  whatHelps,
  halfLife,
  startAtOne,
  whyUnheard,
  step,
  startKeeping,
  fadingLstm,
  whyItHolds,
  gruCombine,
  turnRound,
  newIdea,
  howManyLetters,
  toldByPlace,
  whyProbe,
  sameMemory,
  bits,
  twice,
  pieces,
  twoBack,
  seasonalNaive,
  smoothed,
  whyLevels,
  foolSeasonal,
  attend,
  mask,
  foolSet,
  whySet,
  twiceAsLong,
  minimalGate,
  neverLetsGo,
  keepBias,
  whyCopy,
  ownCell,
];

/**
 * The exercise of that id.
 *
 * @param id notebook and name
 * @returns the exercise
 * @throws {RangeError} if there is none
 *
 * @example
 * ```ts
 * import { exerciseNamed } from "lib/exercises/all.ts";
 *
 * exerciseNamed("03.combine").kind; // "fill in the equation"
 * ```
 */
export function exerciseNamed(id: string): Exercise {
  const found = exercises.find((one) => one.id === id);
  if (found === undefined) {
    const near = exercises.filter((one) => one.id.slice(0, 2) === String(id).slice(0, 2));
    throw new RangeError(
      `Cannot find the exercise "${id}": one of ${
        (near.length > 0 ? near : exercises).map((one) => one.id).join(", ")
      } is wanted`,
    );
  }
  return found;
}
