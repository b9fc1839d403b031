/** Weights in files: what is read, what is refused, and that nothing is half loaded. */

import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { lstm } from "../../lib/cells/lstm.ts";
import { sequenceModel } from "../../lib/cells/sequence_model.ts";
import { createRandom } from "../../lib/random.ts";
import * as t from "../../lib/tensor/mod.ts";
import { loadParams } from "../../lib/training/load_params.ts";
import { decodePlain, encodePlain } from "../../lib/training/plain.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  encodeTensors,
  readSafetensors,
} from "../../lib/training/safetensors.ts";

/** A file of any header, well-formed or not, and bytes behind it. */
function file(header: unknown, data: ArrayBufferView | number = 0): Uint8Array {
  const head = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const body = typeof data === "number" ? new Uint8Array(data) : new Uint8Array(data.buffer);
  const bytes = new Uint8Array(8 + head.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  bytes.set(body, 8 + head.length);
  return bytes;
}

const entry = (start: unknown, end: unknown, shape: unknown = [2], dtype: unknown = "F32") => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

describe("a safetensors file", () => {
  it("keeps numbers and metadata to the bit", () => {
    const w = t.parameter([[1.5, -0], [3e-39, 7]]);
    const exact = t.parameter([0.1], { backend: t.reference });
    const read = readSafetensors(encodeSafetensors({ w, exact }, { note: "é" }));
    expect(read.metadata).toEqual({ note: "é" });
    expect(read.tensors.w).toEqual({ shape: [2, 2], values: w.values() });
    expect(read.tensors.exact.values).toEqual(Float64Array.of(0.1));
  });

  it("may hold nothing, a single number, and a name of any kind", () => {
    const one = (name: string) => ({ [name]: { shape: [], values: Float32Array.of(3) } });
    for (const name of ["__proto__", "constructor", "ein Name", "$"]) {
      const stored = decodeSafetensors(
        encodeTensors(Object.fromEntries(Object.entries(one(name)))),
      );
      expect(Object.keys(stored)).toEqual([name]);
      expect(stored[name].values).toEqual(Float32Array.of(3));
    }
    expect(Object.keys(decodeSafetensors(file({})))).toEqual([]);
    expect(decodeSafetensors(file({ a: entry(0, 0, [0, 3]) })).a.values.length).toBe(0);
    expect(() => encodeTensors(one("__metadata__"))).toThrow("a tensor called __metadata__");
  });

  it.each<[string, Uint8Array, string]>([
    ["shorter than the length of its header", new Uint8Array(7), "found 7 bytes, and at least 8"],
    ["shorter than its header", file({}).slice(0, 9), "the header should be 2 bytes long"],
    [
      "with a huge header",
      Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127),
      "at most 100000000",
    ],
    [
      "with a header of 100 MB and one byte",
      Uint8Array.of(1, 225, 245, 5, 0, 0, 0, 0),
      "100000001",
    ],
    ["whose header is not JSON", file("{"), "the header is not JSON"],
    ["whose header is not UTF-8", file("é").fill(255, 8), "the header is not JSON"],
    ["whose header is a list", file([]), "the header is the list [], and an object is wanted"],
    [
      "with a negative place",
      file({ a: entry(-4, 4) }, 8),
      "a has the data_offsets the list [-4,4]",
    ],
    ["with half a place", file({ a: entry(0.5, 8.5) }, 9), "a has the data_offsets"],
    ["with a place as text", file({ a: entry("0", "8") }, 8), "a has the data_offsets"],
    ["with a place beyond what is exact", file({ a: entry(0, 2 ** 60) }, 8), "the data_offsets"],
    ["with an end before its start", file({ a: entry(8, 0) }, 8), "a has the data_offsets"],
    [
      "with three places",
      file({ a: { ...entry(0, 8), data_offsets: [0, 4, 8] } }, 8),
      "data_offsets",
    ],
    [
      "with overlapping tensors",
      file({ a: entry(0, 8), b: entry(4, 12) }, 12),
      "b begins at byte 4",
    ],
    [
      "with the same place twice",
      file({ a: entry(0, 8), b: entry(0, 8) }, 8),
      "b begins at byte 0",
    ],
    [
      "with a gap",
      file({ a: entry(0, 8), b: entry(12, 20) }, 20),
      "the 4 bytes before b belong to no",
    ],
    ["that begins with a gap", file({ a: entry(4, 12) }, 12), "the 4 bytes before a belong to no"],
    ["with trailing bytes", file({ a: entry(0, 8) }, 11), "the last 3 bytes belong to no tensor"],
    ["that ends too soon", file({ a: entry(0, 8) }, 6), "a should end at byte 8, and there are 6"],
    [
      "with the wrong size",
      file({ a: entry(0, 12) }, 12),
      "a of type F32 and shape [2] has 12 bytes",
    ],
    [
      "with a negative size",
      file({ a: entry(0, 8, [-1, -2]) }, 8),
      "a has the shape the list [-1,-2]",
    ],
    ["with half a row", file({ a: entry(0, 8, [0.5, 4]) }, 8), "a has the shape the list [0.5,4]"],
    [
      "of sizes that overflow",
      file({ a: entry(0, 8, [2 ** 40, 2 ** 40]) }, 8),
      "a of type F32 and",
    ],
    [
      "without a shape",
      file({ a: { dtype: "F32", data_offsets: [0, 8] } }, 8),
      "the shape undefined",
    ],
    ["without a type", file({ a: entry(0, 8, [2], null) }, 8), "a is of type null, not a text"],
    ["with a null for a tensor", file({ a: null }), "a is null, and an object is wanted"],
    [
      "with metadata that is no text",
      file({ __metadata__: { a: 1 } }),
      "__metadata__ is an object of a",
    ],
    [
      "that says a name twice",
      file(`{"a":${JSON.stringify(entry(0, 8))},"\\u0061":${JSON.stringify(entry(0, 8))}}`, 8),
      'the header says "a" twice',
    ],
    [
      "that says a place twice",
      file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4],"data_offsets":[0,8]}}`, 8),
      'the header says "data_offsets" twice',
    ],
  ])("%s is refused", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(message);
    expect(() => decodeSafetensors(bytes)).toThrow("Cannot read safetensors: ");
  });

  it("is read as the same or refused clearly, whatever byte of it is changed", () => {
    const bytes = encodeTensors({ a: { shape: [2], values: Float32Array.of(1, 2) } }, { b: "c" });
    fc.assert(fc.property(
      fc.integer({ min: 0, max: bytes.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      (at, change) => {
        const damaged = bytes.slice();
        damaged[at] ^= change;
        try {
          for (const { shape, values } of Object.values(decodeSafetensors(damaged))) {
            expect(values.length).toBe(t.sizeOf(shape));
          }
        } catch (error) {
          expect(String(error)).toMatch(
            /^TypeError: Cannot (read safetensors: |use the tensor a: )/,
          );
        }
      },
    ));
  });

  it("in half precision is widened: every one of the 65,536 numbers", () => {
    const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
    const read = (dtype: string) =>
      decodeSafetensors(file({ a: entry(0, 131072, [65536], dtype) }, all)).a.values;
    const brain = new Float32Array(Uint32Array.from(all, (bits) => bits << 16).buffer);
    expect(read("BF16")).toEqual(brain);
    const half = read("F16");
    expect(half).toEqual(Float32Array.from(new Float16Array(all.buffer)));
    expect([half[0x3c00], half[0xc000], half[1], half[0x7bff]]).toEqual([1, -2, 2 ** -24, 65504]);
  });

  it("of a type that is called as something else is, is passed over as well", () => {
    const one = (dtype: string) => file({ a: { dtype, shape: [1], data_offsets: [0, 4] } }, 4);
    for (const name of ["toString", "constructor", "__proto__"]) {
      const tensors = decodeSafetensors(one(name));
      expect(() => tensors.a).toThrow(`Cannot use the tensor a: it is of type ${name}`);
    }
  });

  it("may hold tensors of other types, which are passed over until they are asked for", () => {
    const stored = decodeSafetensors(
      file({ count: entry(8, 16, [1], "I64"), a: entry(0, 8), odd: entry(16, 19, [3], "F4") }, 19),
    );
    expect(Object.keys(stored)).toEqual(["a"]);
    expect(() => stored.count).toThrow(
      "Cannot use the tensor count: it is of type I64, and F16, BF16, F32 or F64 is wanted",
    );
    loadParams({ a: t.parameter([1, 2]) }, stored);
    expect(() => loadParams({ count: t.parameter([1]) }, stored)).toThrow("it is of type I64");
  });
});

describe("loadParams", () => {
  const net = (layers: number, seed = 0) =>
    sequenceModel({
      input: { kind: "symbols", vocab: ["a", "b"] },
      outputSize: 2,
      cell: lstm,
      hiddenSize: 3,
      layers,
      random: createRandom(seed),
    });
  const numbers = (params: Readonly<Record<string, t.Tensor>>) =>
    Object.values(params).map((param) => param.values());

  it("refuses a file of two layers for a net of one, and the other way round", () => {
    const [one, two] = [net(1), net(2)];
    const before = [numbers(one.params), numbers(two.params)];
    const read = (model: typeof one) => decodeSafetensors(encodeSafetensors(model.params));
    expect(() => loadParams(one.params, read(two))).toThrow(
      "the file also holds rnn.weight_ih_l1, rnn.weight_hh_l1, rnn.bias_ih_l1, rnn.bias_hh_l1, which this net does not have",
    );
    expect(() => loadParams(two.params, read(one))).toThrow("Cannot load rnn.weight_ih_l1");
    expect([numbers(one.params), numbers(two.params)]).toEqual(before);
    const other = net(2, 5);
    loadParams(one.params, read(other), { others: "ignore" });
    expect(one.params["rnn.weight_hh_l0"].values()).toEqual(
      other.params["rnn.weight_hh_l0"].values(),
    );
  });

  it.each<[string, (values: Float32Array | Float64Array) => object, string]>([
    ["NaN", (v) => ({ shape: [2], values: v.fill(NaN) }), "Cannot load b: value 0 is NaN"],
    ["an infinity", (v) => ({ shape: [2], values: v.fill(-Infinity) }), "value 0 is -Infinity"],
    ["what float32 cannot hold", () => ({ shape: [2], values: Float64Array.of(1, 1e39) }), "1e+39"],
    [
      "another shape",
      (v) => ({ shape: [1, 2], values: v }),
      "found shape [1, 2], and [2] is wanted",
    ],
  ])("changes nothing when the last tensor holds %s", (_, spoil, message) => {
    const params = { a: t.parameter([1, 2]), b: t.parameter([3, 4]) };
    const stored = { ...decodeSafetensors(encodeSafetensors({ a: params.b, b: params.a })) };
    Object.assign(stored.b, spoil(stored.b.values));
    expect(() => loadParams(params, stored)).toThrow(message);
    expect(numbers(params)).toEqual([Float32Array.of(1, 2), Float32Array.of(3, 4)]);
  });

  it("says what reads a file, given its bytes", () => {
    const bytes = encodeTensors({}) as never;
    expect(() => loadParams({}, bytes)).toThrow(
      /what is stored is .*, and an object of tensors by name, as decodeSafetensors\(bytes\) gives, is wanted$/,
    );
  });

  it("takes names behind a prefix, under other names, and says what would fit", () => {
    const params = { weight: t.parameter([1]) };
    const stored = decodeSafetensors(
      encodeSafetensors({ "encoder.weight": t.parameter([2]), "decoder.weight": t.parameter([3]) }),
    );
    loadParams(params, stored, { prefix: "decoder." });
    expect(params.weight.item()).toBe(3);
    loadParams(params, stored, { prefix: "encoder.", rename: (name) => name.toLowerCase() });
    expect(params.weight.item()).toBe(2);
    expect(() => loadParams(params, stored)).toThrow(
      'Cannot load weight: the file holds encoder.weight, decoder.weight; encoder.weight is there: say { prefix: "encoder." }',
    );
    expect(() => loadParams({ wieght: params.weight }, stored, { prefix: "encoder." })).toThrow(
      "the nearest is encoder.weight",
    );
    expect(() => loadParams({ constructor: params.weight }, stored)).toThrow(
      "Cannot load constructor",
    );
    const renamed = (rename: unknown) => () =>
      loadParams({ weight: params.weight, again: params.weight }, stored, {
        prefix: "encoder.",
        rename: rename as (name: string) => string,
      });
    expect(renamed(() => undefined)).toThrow(
      'Cannot load weights: what rename("weight") returned is undefined, and a text is wanted',
    );
    expect(renamed(() => "weight")).toThrow(
      "Cannot load weights: found encoder.weight for both weight and again, and a tensor of its",
    );
    expect(() => loadParams(params, stored, { prefx: "x" } as object)).toThrow(
      "Cannot load weights: found the option prefx, and prefix is wanted",
    );
    expect(() => loadParams(params, stored, { others: "ignor" } as object)).toThrow(
      'others is the text "ignor", and one of "refuse", "ignore" is wanted',
    );
  });
});

describe("plain data", () => {
  it("comes back from bytes to the bit", () => {
    const data = {
      numbers: [1, -0, NaN, Infinity, -Infinity, 1e-320, undefined, null],
      texts: ["", 'é\n"', "__proto__"],
      $: { $: "number", of: "7" },
      map: new Map<unknown, unknown>([["a", [true]], [2, { b: false }]]),
      arrays: [Float32Array.of(0.1), Int32Array.of(-1), Uint8Array.of(), Float64Array.of(NaN)],
    };
    const read = decodePlain("notes", encodePlain("notes", data));
    expect(read).toEqual(data);
    expect(Object.is((read as typeof data).numbers[1], -0)).toBe(true);
  });

  it("says what it cannot keep, and where that stands", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    for (
      const [value, message] of [
        [() => 1, "Cannot keep notes.a.0: found a function, and plain data is wanted"],
        [circle, "Cannot keep notes.a.0.0: found a circle"],
        [new Date(0), "Cannot keep notes.a.0: found a Date"],
        [1n, "found the big number 1n"],
        [Symbol.iterator, "Cannot keep notes.a.0"],
      ] as const
    ) expect(() => encodePlain("notes", { a: [value] })).toThrow(message);
    let deep: unknown = 0;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(() => encodePlain("notes", deep)).toThrow("found data within data, 500 deep");
    const twice = { x: 1 };
    expect(decodePlain("notes", encodePlain("notes", [twice, twice]))).toEqual([twice, twice]);
  });
});
