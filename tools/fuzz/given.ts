/**
 * What a function is given: drawn good, and then perhaps with one slip in it, of the kinds that people and programs make.
 *
 * @module
 */

import type { Random } from "../../lib/random.ts";
import { type Backend, inArena, parameter, simd, Tensor, tensor } from "../../lib/tensor/mod.ts";

/** Where things are made, and the parameters made so far, whose derivatives are compared. */
export interface Host {
  readonly backend: Backend;
  readonly parameters: Tensor[];
}

/** Something that is made anew for each call. */
export class Later {
  constructor(readonly make: (host: Host) => unknown, readonly label: string) {}
}

/** One thing that is given. */
export interface Given {
  /** What it is: a value, or how to make it. */
  readonly give?: unknown;
  /** In place of `give`: options by name. */
  readonly fields?: Readonly<Record<string, Given>>;
  /** In place of `give`: a list. */
  readonly items?: readonly Given[];
  /** Whether another value may stand here; undefined where that depends on the rest. */
  allows(value: unknown): boolean | undefined;
  /** Whether it may be left out. */
  readonly optional?: boolean;
  /** Whether it stays as it is, because it is no argument: what a method is called on. */
  readonly fixed?: boolean;
  /** Whether names that are not known belong to somebody else here, such as a learner's own cell. */
  readonly open?: boolean;
}

// ---------------------------------------------------------------------------- kinds of things

export const unsure = () => undefined;

export function value(give: unknown, allows: Given["allows"] = unsure): Given {
  return { give, allows };
}

/** A whole number; more than `high` may be allowed too, or not. */
export function whole(random: Random, low: number, high: number, least = low): Given {
  return {
    give: random.integer(low, high + 1),
    allows: (found) =>
      typeof found === "number" && Number.isSafeInteger(found) && found >= least
        ? undefined
        : false,
  };
}

export function real(random: Random, low: number, high: number): Given {
  return {
    give: random.uniform(low, high),
    allows: (found) => typeof found === "number" && Number.isFinite(found) ? undefined : false,
  };
}

export function flag(random: Random): Given {
  return { give: random.integer(0, 2) === 1, allows: (found) => typeof found === "boolean" };
}

export function word(random: Random, ...choices: readonly string[]): Given {
  return { give: random.pick(choices), allows: (found) => choices.includes(found as string) };
}

export function text(give: string): Given {
  return { give, allows: (found) => typeof found === "string" ? undefined : false };
}

export function call(give: (...given: never[]) => unknown): Given {
  return { give, allows: (found) => typeof found === "function" ? undefined : false };
}

/** Something made anew for each call, such as a model. */
export function made(label: string, make: (host: Host) => unknown): Given {
  return {
    give: new Later(make, label),
    allows: (found) =>
      typeof found === "object" && found !== null && !(found instanceof Promise)
        ? undefined
        : false,
  };
}

/** What a method is called on. */
export function on(given: Given): Given {
  return { ...given, fixed: true };
}

/** A tensor of moderate numbers, as a parameter, so that it gets a derivative. */
export function numbers(
  random: Random,
  shape: readonly number[],
  { low = -2, high = 2, orNumber = false } = {},
): Given {
  const size = shape.reduce((product, n) => product * n, 1);
  const values = Float32Array.from({ length: size }, () => random.uniform(low, high));
  const make = ({ backend, parameters }: Host) => {
    const result = parameter(values, { shape, backend });
    parameters.push(result);
    return result;
  };
  return {
    give: new Later(make, `a tensor of [${shape}]`),
    allows: (found) =>
      found instanceof Tensor || (orNumber && typeof found === "number" && !Number.isNaN(found))
        ? undefined
        : false,
  };
}

/** A list of numbers, as a typed array. */
export function array(make: () => Float32Array | Int32Array | number[]): Given {
  return {
    give: new Later(() => make(), "numbers"),
    allows: (found) => Array.isArray(found) || ArrayBuffer.isView(found) ? undefined : false,
  };
}

/** A list; where only its numbers count, a typed array is one as well. */
export function list(items: readonly Given[], { typed = false } = {}): Given {
  return {
    items,
    allows: (found) =>
      Array.isArray(found) || (typed && ArrayBuffer.isView(found)) ? undefined : false,
  };
}

export function options(fields: Readonly<Record<string, Given>>, open = false): Given {
  return {
    fields,
    open,
    // Options none of which must be given may be left out.
    optional: Object.values(fields).every((each) => each.optional),
    allows: (found) =>
      typeof found === "object" && found !== null && !Array.isArray(found) ? undefined : false,
  };
}

/** May be left out, and is half of the time. */
export function perhaps(random: Random, given: () => Given): Given {
  const drawn = given();
  return random.integer(0, 2) === 1 ? { ...drawn, optional: true } : {
    give: undefined,
    optional: true,
    allows: (found) => found === undefined || drawn.allows(found),
  };
}

/** What is handed over in the end. */
export function handOver(given: Given, host: Host): unknown {
  if (given.fields) {
    const entries = Object.entries(given.fields)
      .filter(([, each]) => !(each.give === undefined && !each.fields && !each.items));
    return Object.fromEntries(entries.map(([name, each]) => [name, handOver(each, host)]));
  }
  if (given.items) return given.items.map((each) => handOver(each, host));
  return given.give instanceof Later ? given.give.make(host) : given.give;
}

// ---------------------------------------------------------------------------- slips

/** What was given wrongly, and whether it has to be refused. */
export interface Slip {
  readonly given: readonly Given[];
  readonly what: string;
  /** Whether acceptance would be wrong whatever the rest. */
  readonly wrong: boolean;
}

/** Good arguments with one slip in them. */
export function withSlip(random: Random, given: readonly Given[]): Slip {
  const places = placesOf(given, []);
  if (places.length === 0) {
    return {
      given: [...given, value(random.pick(odd)())],
      what: "one more argument",
      wrong: false,
    };
  }
  const { path, slot, parent } = random.pick(places);
  const where = path.join(".");
  if (parent?.fields && !parent.open && random.integer(0, 4) === 0) {
    const name = misspelt(random, random.pick(Object.keys(parent.fields)));
    if (!(name in parent.fields)) {
      const at = path.slice(0, -1);
      const fields = { ...parent.fields, [name]: value(1) };
      return {
        given: put(given, at, { ...parent, fields }),
        what: `unknown option ${name} at ${at.join(".")}`,
        wrong: true,
      };
    }
  }
  const drawn = random.pick(odd)();
  const probe = drawn instanceof Later ? undefined : drawn;
  const label = drawn instanceof Later ? drawn.label : labelOf(drawn);
  const allowed = drawn instanceof Later
    ? slot.allows(drawn.make(noHost)) // only its kind is looked at
    : (slot.optional || parent?.open) && probe === undefined
    ? true
    : slot.allows(probe);
  return {
    given: put(given, path, {
      ...slot,
      fields: undefined,
      items: undefined,
      give: drawn,
      optional: false,
    }),
    what: `${label} at ${where}`,
    wrong: allowed === false,
  };
}

interface Position {
  readonly path: readonly (number | string)[];
  readonly slot: Given;
  readonly parent?: Given;
}

function placesOf(
  given: readonly Given[],
  path: readonly (number | string)[],
  parent?: Given,
): Position[] {
  return given.flatMap((slot, index) => slot.fixed ? [] : inside(slot, [...path, index], parent));
}

function inside(slot: Given, path: readonly (number | string)[], parent?: Given): Position[] {
  const own: Position = { path, slot, parent };
  if (slot.items) return [own, ...placesOf(slot.items, path, slot)];
  if (!slot.fields) return [own];
  return [
    own,
    ...Object.entries(slot.fields).flatMap(([name, each]) => inside(each, [...path, name], slot)),
  ];
}

function put(
  given: readonly Given[],
  path: readonly (number | string)[],
  replacement: Given,
): Given[] {
  const [index, ...rest] = path;
  return given.map((each, at) => at === index ? putInside(each, rest, replacement) : each);
}

function putInside(given: Given, path: readonly (number | string)[], replacement: Given): Given {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  if (given.items) return { ...given, items: put(given.items, path, replacement) };
  return {
    ...given,
    fields: { ...given.fields, [step]: putInside(given.fields![step], rest, replacement) },
  };
}

function misspelt(random: Random, name: string): string {
  const at = random.integer(0, name.length);
  const kinds = [
    () => name.slice(0, at) + name.slice(at + 1),
    () => name + "s",
    () => name.toUpperCase(),
    () => name.slice(0, at) + "x" + name.slice(at),
    () => random.pick(["lr", "foo", "forgetBias", "evaluteEvery", "units", "size"]),
  ];
  return random.pick(kinds)() || "foo";
}

/** Odd values, each made anew. */
const odd: readonly (() => unknown)[] = [
  ...[undefined, null, true, false].map((give) => () => give),
  ...[
    NaN,
    Infinity,
    -Infinity,
    -1,
    0,
    -0,
    0.5,
    1,
    2,
    3,
    7,
    17,
    65536,
    1e5,
    2 ** 31,
    2 ** 32,
    1e12,
    1e39,
    1e308,
    -1e9,
  ]
    .map((give) => () => give),
  ...["", "32", "0.5", "abc", "lstm", "constructor", "__proto__", "x".repeat(10_000)].map(
    (give) => () => give,
  ),
  () => 10n,
  () => Symbol("odd"),
  () => [],
  () => [1],
  () => [[1], [2, 3]],
  () => [null],
  () => [NaN],
  () => ["1"],
  () => new Array(3),
  () => ({}),
  () => ({ length: 3 }),
  () => ({ length: 1e9 }),
  () => Object.create(null),
  () => Object.freeze({ kind: "symbols" }),
  () => new Map([[1, 2]]),
  () => new Date(0),
  () => /x/,
  () => () => 1,
  () => new Float32Array(3),
  () => Float32Array.of(NaN, Infinity),
  () => Int32Array.of(-5, 1_000_000),
  () => new Float64Array(0),
  () => new Uint8Array(9),
  () => new ArrayBuffer(8),
  () => Promise.resolve(3),
  () => cyclic(),
  () => new Later(({ backend }) => tensor([1, -2, 0.5], { backend }), "a tensor of [3]"),
  () => new Later(({ backend }) => tensor(-3, { backend }), "a tensor of []"),
  () => new Later(({ backend }) => tensor([[-1, 2], [3, 0]], { backend }), "a tensor of [2, 2]"),
  () =>
    new Later(
      ({ backend }) => tensor(new Float32Array(0), { shape: [0, 3], backend }),
      "a tensor of [0, 3]",
    ),
  () =>
    new Later(({ backend }) =>
      inArena(() => {
        ended = tensor([1, 2], { backend });
      }, { backend }) ?? ended, "a tensor whose arena ended"),
];

let ended: Tensor;

function cyclic(): unknown[] {
  const list: unknown[] = [1];
  list.push(list);
  return list;
}

const noHost: Host = { backend: simd, parameters: [] };

function labelOf(drawn: unknown): string {
  if (typeof drawn === "string") return JSON.stringify(drawn.slice(0, 12));
  if (typeof drawn === "symbol" || typeof drawn !== "object" && typeof drawn !== "function") {
    return String(drawn);
  }
  return Deno.inspect(drawn, { depth: 1, compact: true, breakLength: Infinity }).slice(0, 40);
}

/** The same, where null may stand too. */
export function nullOr(given: Given): Given {
  return { ...given, allows: (found) => found === null ? undefined : given.allows(found) };
}
