/**
 * Every training by its name: a seed comes in, a number goes out. The slowest come first, so that the others fill up
 * what time is left beside them.
 *
 * The second argument, a number of updates, is for trying out; a held figure never gives it.
 *
 * @module
 */

import { addingLstm, addingRnn } from "./adding.ts";
import { additionLstm, additionWindow } from "./addition.ts";
import { anBnLstm, anBnLstmReach, anBnPeepholes, anBnRnnReach } from "./an_bn.ts";
import { continualForgetting, continualKeeping } from "./continual_reber.ts";
import * as human from "./human_numbers.ts";
import { lagGru, lagGruUsual, lagLstm, lagLstmUsual } from "./lag.ts";
import { reberLstm, reberLstmShare, reberRnnShare, reberWindow } from "./reber.ts";
import { xorElman, xorFeedforward } from "./temporal_xor.ts";

/** Measures one number with one seed. */
export type Training = (seed: number, updates?: number) => number;

/** All of them. */
export const TRAININGS = {
  additionLstm,
  lagLstm,
  lagLstmUsual,
  twoLayerLstm: human.twoLayerLstm,
  anBnPeepholes,
  addingLstm,
  addingRnn,
  additionWindow,
  lagGru,
  lagGruUsual,
  twoLayerRnn: human.twoLayerRnn,
  everyToken: human.everyToken,
  everyTokenNotStateful: human.everyTokenNotStateful,
  stateful: human.stateful,
  notStateful: human.notStateful,
  simple: human.simple,
  threeSlots: human.threeSlots,
  oneSlot: human.oneSlot,
  mode: human.mode,
  drawn: human.drawn,
  reberLstm,
  reberWindow,
  reberLstmShare,
  reberRnnShare,
  anBnLstm,
  anBnLstmReach,
  anBnRnnReach,
  continualForgetting,
  continualKeeping,
  xorElman,
  xorFeedforward,
} satisfies Record<string, Training>;

/** Name of a training. */
export type TrainingName = keyof typeof TRAININGS;
