import { describe, expect, it } from "vitest";
import { gru } from "../../lib/cells/gru.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import type { CellFactory } from "../../lib/cells/sequence_model.ts";
import { checkCell } from "../../lib/checks/check_cell.ts";
import * as t from "../../lib/tensor/mod.ts";

describe("a cell that is right passes", () => {
  it.each([["rnn", rnn], ["lstm", lstm], ["gru", gru]] as [string, CellFactory][])(
    "%s",
    (kind, factory) => {
      expect(checkCell(factory).kind).toBe(kind);
      expect(checkCell(factory, { inputSize: 1, hiddenSize: 1 }).kind).toBe(kind);
    },
  );
});

/** A simple recurrent cell with one thing changed. */
function broken(
  change: (cell: ReturnType<typeof rnn>, options: Parameters<CellFactory>[0]) => object,
): CellFactory {
  return ((options) => {
    const cell = rnn(options);
    return { ...cell, run: undefined, kind: "broken", ...change(cell, options) };
  }) as CellFactory;
}

const { add, linear, tanh } = t;

describe("a mistake is named", () => {
  const cases: [string, CellFactory, string][] = [
    ["no function", {} as CellFactory, "what makes it is "],
    [
      "a class",
      class {} as unknown as CellFactory,
      "and a function that makes cells of it, (options) => new …, is wanted",
    ],
    [
      "returns nothing",
      (() => undefined) as unknown as CellFactory,
      "returned nothing, and a cell is wanted",
    ],
    ["no step", broken(() => ({ step: undefined })), "it has no function step"],
    [
      "its own sizes",
      broken(() => ({ hiddenSize: 16 })),
      "its hiddenSize is 16, and it was asked for 5",
    ],
    ["no params", broken(() => ({ params: {} })), "its params are empty"],
    [
      "a param that is none",
      broken(({ params }) => ({ params: { ...params, v: t.ones([2]) } })),
      "params.v is a tensor of shape [2] that training cannot change",
    ],
    [
      "no h",
      broken(() => ({ initialState: (n: number) => ({ m: t.zeros([n, 5]) }) })),
      "a state without h",
    ],
    [
      "a state of the wrong shape",
      broken(() => ({ initialState: (n: number) => ({ h: t.zeros([n, 4]) }) })),
      "state.h has shape [2, 4], and [2, 5] is wanted",
    ],
    [
      "step returns the tensor itself",
      broken((cell) => ({
        step: (...given: Parameters<typeof cell.step>) => cell.step(...given).state.h,
      })),
      "step returned a tensor of shape [2, 5]",
    ],
    [
      "step forgets the gates",
      broken((cell) => ({
        step: (...given: Parameters<typeof cell.step>) => ({ state: cell.step(...given).state }),
      })),
      "gates nothing",
    ],
    [
      "step invents a state",
      broken((cell) => ({
        step: (...given: Parameters<typeof cell.step>) => ({
          state: { ...cell.step(...given).state, c: t.ones([2, 5]) },
          gates: {},
        }),
      })),
      "returned state.c, which initialState does not make",
    ],
    [
      "memory outside the state",
      broken((cell) => {
        let h = t.zeros([2, 5]);
        return {
          step: (x: t.Tensor) => ({
            state: {
              h: h = t.keep(
                cell.step(x, { h: h.shape[0] === x.shape[0] ? h : t.zeros([x.shape[0], 5]) }).state
                  .h,
              ),
            },
            gates: {},
          }),
        };
      }),
      "two answers to the same input and state",
    ],
    [
      "mixes the batch",
      broken((cell) => ({
        step: (x: t.Tensor, { h }: { h: t.Tensor }) => ({
          state: { h: add(cell.step(x, { h }).state.h, t.mean(x, 0).shape.length ? t.sum(x) : 0) },
          gates: {},
        }),
      })),
      "mixes the members of a batch",
    ],
    [
      "mixes memories",
      broken((cell) => ({
        step: (x: t.Tensor, { h }: { h: t.Tensor }) =>
          cell.step(x, { h: t.subtract(h, t.mean(h, 0)) }),
      })),
      "a change of the memory of sequence 1 changed that of sequence 0",
    ],
    [
      "counts the batch",
      broken((cell) => ({
        step: (x: t.Tensor, state: { h: t.Tensor }) => ({
          state: { h: t.scale(cell.step(x, state).state.h, 1 / x.shape[0]) },
          gates: {},
        }),
      })),
      "sequence 0 alone gave another memory than beside sequence 1",
    ],
    [
      "a parameter not listed",
      broken((cell) => {
        const gate = t.parameter(t.ones([5]), { name: "gate" });
        return {
          step: (x: t.Tensor, state: { h: t.Tensor }) => ({
            state: { h: t.multiply(cell.step(x, state).state.h, gate) },
            gates: {},
          }),
        };
      }),
      "step uses gate of shape [5], which is not among the params; list every parameter there",
    ],
    [
      "a start by chance",
      broken(() => {
        let drawn = 0;
        return { initialState: (n: number) => ({ h: t.full([n, 5], drawn++) }) };
      }),
      "initialState gave two answers",
    ],
    [
      "h not fed back",
      broken((cell) => ({
        step: (x: t.Tensor, { h }: { h: t.Tensor }) => cell.step(x, { h: t.multiply(h, 0) }),
      })),
      "it has no memory",
    ],
    [
      "x not read",
      broken(({ params }) => ({
        step: (_: t.Tensor, { h }: { h: t.Tensor }) => ({
          state: { h: tanh(linear(h, params.weight_hh, params.bias_hh)) },
          gates: {},
        }),
      })),
      "it does not read",
    ],
    [
      "a parameter forgotten",
      broken(({ params }) => ({
        step: (x: t.Tensor, { h }: { h: t.Tensor }) => ({
          state: {
            h: tanh(add(linear(x, params.weight_ih), linear(h, params.weight_hh, params.bias_hh))),
          },
          gates: {},
        }),
      })),
      "its parameter bias_ih has no derivative; step does not use it",
    ],
    [
      "the chain cut",
      broken((cell) => ({
        step: (...given: Parameters<typeof cell.step>) => ({
          state: { h: t.detach(cell.step(...given).state.h) },
          gates: {},
        }),
      })),
      "nothing that step returns depends on its parameters",
    ],
    [
      "no squashing",
      broken(({ params }) => ({
        step: (x: t.Tensor, { h }: { h: t.Tensor }) => ({
          state: {
            h: add(
              linear(x, params.weight_ih, params.bias_ih),
              t.scale(linear(h, params.weight_hh, params.bias_hh), 1000),
            ),
          },
          gates: {},
        }),
      })),
      "what grows without end needs squashing",
    ],
  ];
  it.each(cases)("%s", (_, factory, message) => {
    expect(() => checkCell(factory)).toThrow(message);
  });
});
