/**
 * Putting stored weights into a net: all of them, or none.
 *
 * A file of two layers read into a net of one would leave half of it unused without a word. So every tensor of
 * floats in the file must belong to a parameter, unless it is said that others may be left out.
 *
 * @module
 */

import {
  aFunction,
  anyText,
  anything,
  checkOptions,
  checkValue,
  named,
  nearest,
  oneOf,
  type OptionRules,
  someText,
} from "../options.ts";
import { describeShape, sameShape, type Tensor } from "../tensor/mod.ts";
import { checkParams, type Params } from "./optimizer.ts";
import { aStored, type StoredTensor } from "./safetensors.ts";

/** How names in a file belong to parameters. */
export interface LoadOptions {
  /** What stands before every name in the file, such as `encoder.`; tensors without it are left alone. */
  readonly prefix?: string;
  /** How a parameter is called in the file behind the prefix, if differently. */
  readonly rename?: (name: string) => string;
  /** What to do with tensors in the file that no parameter takes. Default "refuse". */
  readonly others?: "refuse" | "ignore";
}

const RULES: OptionRules<LoadOptions> = {
  prefix: anyText,
  rename: aFunction("a function from a parameter's name to that in the file"),
  others: oneOf("refuse", "ignore"),
};

const byName = {
  ...named(anything),
  wanted: "an object of tensors by name, as decodeSafetensors(bytes) gives,",
};

/**
 * Puts stored tensors into parameters of the same names. Nothing is changed if anything is wrong.
 *
 * @throws {TypeError} if one is missing, or if one of the file belongs to no parameter
 * @throws {RangeError} if one is of another shape, or holds what is no finite number
 *
 * @example
 * ```ts
 * import { loadParams } from "lib/training/load_params.ts";
 * import { parameter } from "lib/tensor/mod.ts";
 *
 * const bias = parameter([0, 0]);
 * const stored = { "reader.bias": { shape: [2], values: Float32Array.of(1, 2) } };
 * loadParams({ bias }, stored, { prefix: "reader." });
 * console.log(bias.toArray()); // [1, 2]
 * ```
 */
export function loadParams(
  params: Params,
  stored: Readonly<Record<string, StoredTensor>>,
  options: LoadOptions = {},
): void {
  checkOptions<LoadOptions>("load weights", options, RULES);
  checkParams("load weights", params);
  checkValue("load weights", "what is stored", stored, byName);
  const { prefix = "", rename = (name) => name, others = "refuse" } = options;
  const known = Object.keys(stored);
  const taken = new Map<string, string>();
  const found: [Tensor, StoredTensor["values"]][] = [];
  for (const [own, param] of Object.entries(params)) {
    const renamed = rename(own);
    checkValue("load weights", `what rename("${own}") returned`, renamed, someText);
    const name = prefix + renamed;
    if (taken.has(name)) {
      throw new TypeError(
        `Cannot load weights: found ${name} for both ${
          taken.get(name)
        } and ${own}, and a tensor of its own for each parameter is wanted`,
      );
    }
    taken.set(name, own);
    if (!Object.hasOwn(stored, name)) throw new TypeError(missing(name, known));
    checkValue(`load ${name}`, "what is stored", stored[name], aStored);
    const { shape, values } = stored[name];
    if (!sameShape(shape, param.shape)) {
      throw new RangeError(
        `Cannot load ${name}: found shape ${describeShape(shape)}, and ${
          describeShape(param.shape)
        } is wanted`,
      );
    }
    checkNumbers(name, values, param);
    found.push([param, values]);
  }
  const unused = known.filter((name) => name.startsWith(prefix) && !taken.has(name));
  if (others === "refuse" && unused.length > 0) {
    throw new TypeError(
      `Cannot load a net of ${taken.size} tensors: the file also holds ${
        listed(unused)
      }, which this net does not have; wanted a file of the same net, or { others: "ignore" }`,
    );
  }
  for (const [param, values] of found) param.assign(values);
}

function missing(name: string, known: readonly string[]): string {
  const longer = known.find((other) => other.endsWith(name));
  const near = longer ?? nearest(name, known);
  const hint = longer !== undefined
    ? `; ${longer} is there: say { prefix: ${JSON.stringify(longer.slice(0, -name.length))} }`
    : near !== undefined
    ? `; the nearest is ${near}`
    : "";
  return `Cannot load ${name}: the file holds ${listed(known) || "nothing"}${hint}`;
}

function checkNumbers(name: string, values: StoredTensor["values"], param: Tensor): void {
  const single = param.backend.dtype === "float32";
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(single ? Math.fround(values[i]) : values[i])) continue;
    throw new RangeError(
      `Cannot load ${name}: value ${i} is ${
        values[i]
      }, and a finite ${param.backend.dtype} is wanted`,
    );
  }
}

function listed(names: readonly string[]): string {
  return names.length <= 20
    ? names.join(", ")
    : `${names.slice(0, 20).join(", ")} and ${names.length - 20} more`;
}
