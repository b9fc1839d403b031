/** Slips that `./learn fuzz` found to be taken, or told in the engine's words: each with the words it has now. */

import { describe, expect, it } from "vitest";
import * as lib from "lib/mod.ts";

// deno-lint-ignore no-explicit-any -- wrong on purpose
type Wrong = any;
const wrong = (value: unknown) => value as Wrong;
const w = () => lib.parameter([1, 2]);
const stored = { w: { shape: [2], values: Float32Array.of(1, 2) } };
const listInItself: unknown[] = [1];
listInItself.push(listInItself);

describe("a slip", () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      "a back end that is none",
      () => lib.zeros([2], { backend: wrong([]) }),
      /^Cannot make a tensor: backend is the list \[\], and a back end, simd or reference, is wanted$/,
    ],
    [
      "a misspelt option of full",
      () => lib.full([2], 1, wrong({ bakend: lib.simd })),
      /^Cannot make a tensor: .*bakend/,
    ],
    ["options of an arena", () => lib.inArena(() => 1, wrong(3)), /^Cannot run in an arena: /],
    [
      "options of withoutGradients",
      () => lib.withoutGradients(() => 1, wrong({ backend: 1 })),
      /^Cannot run without gradients: backend is 1/,
    ],
    [
      "an operation on nothing",
      () => lib.operation("double", wrong(null), [2], () => {}, () => {}),
      /^Cannot double null: a list of tensors is wanted/,
    ],
    [
      "an operation on no tensor",
      () => lib.operation("double", [wrong(7)], [2], () => {}, () => {}),
      /^Cannot double 7: a tensor is wanted/,
    ],
    [
      "an operation without a way back",
      () => lib.operation("double", [w()], [2], () => {}, wrong(undefined)),
      /^Cannot make an operation: found the text "double", a function and undefined, and its name/,
    ],
    [
      "an accuracy of nothing",
      () => lib.testAccuracy(wrong(undefined)),
      /^Cannot read the accuracy: found the evaluations the list \[\]/,
    ],
    [
      "a rule of no rule",
      () => lib.options.listOf(wrong({})),
      /^Cannot make a rule of an empty object: another rule is wanted/,
    ],
    [
      "a shape of negative sizes",
      () => lib.operation("double", [w()], [-2, -3], () => {}, () => {}),
      /^Cannot double: the shape is the list \[-2,-3\]/,
    ],
    [
      "a stored shape of negative sizes",
      () => lib.encodeTensors({ w: { shape: [-2, -3], values: new Float32Array(6) } }),
      /^Cannot write safetensors: /,
    ],
    [
      "a shape of half a number",
      () => lib.operation("double", [w()], [0.5], () => {}, () => {}),
      /^Cannot double: the shape is the list \[0\.5\]/,
    ],
    [
      "a size that is an object",
      () => lib.reshape(w(), wrong([{}])),
      /^Cannot reshape: the shape is the list \[an empty object\]/,
    ],
    [
      "too few numbers to assign",
      () => w().assign([1]),
      /^Cannot assign to a parameter of shape \[2\]: found 1 numbers, and 2 are wanted$/,
    ],
    [
      "rows that do not fill a shape",
      () => lib.gather(lib.tensor([[1], [2]]), [0, 1], [3]),
      /^Cannot gather 2 rows into shape \[3\]: a shape of as many is wanted$/,
    ],
    [
      "NaN that would go out of an arena",
      () => lib.inArena(() => lib.keep(lib.log(lib.tensor([-1])))),
      /^Cannot keep the numbers of this tensor.*: value 0 is NaN/,
    ],
    [
      "NaN that an arena would return",
      () => lib.inArena(() => lib.log(lib.tensor([-1]))),
      /^Cannot keep the numbers of this tensor.*: value 0 is NaN/,
    ],
    [
      "tensors to write that are none",
      () => lib.encodeTensors(wrong(3)),
      /^Cannot write safetensors: the tensors is 3/,
    ],
    [
      "values that do not fill a shape",
      () => lib.encodeTensors({ w: { shape: [3], values: Float32Array.of(1) } }),
      /^Cannot write safetensors: .* is wanted$/,
    ],
    [
      "metadata that is no text",
      () => lib.encodeSafetensors({ w: w() }, wrong({ made: 5 })),
      /^Cannot write safetensors: the metadata\.made is 5/,
    ],
    [
      "parameters that are none",
      () => lib.loadParams(wrong({ w: 3 }), stored),
      /^Cannot load weights: the parameters\.w is 3/,
    ],
    [
      "nothing stored",
      () => lib.loadParams({ w: w() }, wrong(undefined)),
      /^Cannot load weights: what is stored is undefined/,
    ],
    [
      "something else stored",
      () => lib.loadParams({ w: w() }, wrong({ w: [1, 2] })),
      /^Cannot load w: what is stored is the list \[1,2\]/,
    ],
    [
      "nothing to restore from",
      () => lib.restore(wrong({}), wrong(undefined)),
      /^Cannot restore the model: the result is undefined/,
    ],
    [
      "a task of another kind of name",
      () => lib.tasks.task(wrong({})),
      /^Cannot make a task: found the name an empty object/,
    ],
    [
      "a number in place of cups",
      () => lib.tasks.after(wrong("constructor"), 0),
      /^Cannot shuffle the shells: order is the text "constructor"/,
    ],
    [
      "a list that holds itself",
      () => lib.tasks.parity(wrong({ timeSteps: listInItself })),
      /^Cannot make the task parity: timeSteps is the list/,
    ],
    [
      "a big number to draw below",
      () => lib.createRandom(0).integer(0, wrong(10n)),
      /^Cannot draw a whole number: /,
    ],
  ])("%s", (_, slip, words) => expect(slip).toThrow(words));
});
