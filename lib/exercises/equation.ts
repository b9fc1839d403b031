/**
 * Judging an equation that a learner writes with tensor operations: its numbers and its derivatives must be those
 * of the right one, on inputs of several sizes; if they are not, the likely wrong equation that gives the same
 * numbers says which idea is behind it.
 *
 * @module
 */

import { createRandom } from "../random.ts";
import { add, backward, parameter, sizeOf, square, sum, type Tensor } from "../tensor/mod.ts";
import { apart, call, kindOf, tensorOf } from "./common.ts";
import { Finding, type Misconception } from "./definition.ts";

/** What an equation gives: one tensor, or several by name, such as `{ h, c }`. */
export type Terms = Tensor | Readonly<Record<string, Tensor>>;

/** An equation as a function; what it takes is said by {@linkcode EquationCheck.given}. */
export type Equation = (...given: never[]) => Terms;

/** The misconception of an equation whose numbers are right and whose derivatives are not. */
export const cutOff: Misconception = {
  idea: "The numbers are right, but the way back is cut: nothing could be learned through them",
  hint: "Derivatives flow through tensor operations, not through plain numbers",
  stronger: "Leave out `values()`, `toArray()`, `detach` and `tensor(…)`",
};

/** How an equation is judged. */
export interface EquationCheck<Sizes extends Readonly<Record<string, number>>> {
  /** The right one. */
  readonly equation: Equation;
  /** Wrong ones that are likely, by misconception. */
  readonly likely: Readonly<Record<string, readonly Equation[]>>;
  /** Its arguments in order, and the shape of each at given sizes. */
  readonly given: Readonly<Record<string, (sizes: Sizes) => readonly number[]>>;
  /** Shape of what it gives. */
  readonly result: (sizes: Sizes) => readonly number[];
  /** Names of what it gives, if it gives more than one tensor. */
  readonly parts?: readonly string[];
  /** What to call it with. */
  readonly sizes: readonly Sizes[];
}

/**
 * Judges it.
 *
 * @param f the learner's function
 * @param wanted the right equation, likely wrong ones, and what to call them with
 * @returns how many numbers were compared
 * @throws {Finding} which likely wrong one it is; "cut-off" if only its derivatives are wrong; else "other"
 */
export function checkEquation<Sizes extends Readonly<Record<string, number>>>(
  f: (...given: never[]) => unknown,
  wanted: EquationCheck<Sizes>,
): number {
  const names = Object.keys(wanted.given);
  let compared = 0;
  for (const sizes of wanted.sizes) {
    const random = createRandom(compared).fork("equation");
    const shapes = names.map((name) => wanted.given[name](sizes));
    const numbers = shapes.map((shape) =>
      Array.from({ length: sizeOf(shape) }, () => random.normal())
    );
    const make = () => numbers.map((list, i) => parameter(list, { shape: shapes[i] }));
    const [yours, ours] = [make(), make()];
    const when = `for ${Object.entries(sizes).map(([name, n]) => `${name} ${n}`).join(", ")}`;
    const found = termsOf(call(f, yours, when.slice(4)), wanted, sizes, when);
    const touched = yours.findIndex((one, i) => apart(one.values(), ours[i].values()) > 0);
    if (touched >= 0) throw new Finding("mutates", `${when} it changed ${names[touched]}`);
    const right = list(wanted.equation(...ours as never[]), wanted.parts);
    const off = farthest(found, right);
    if (off > 1e-5) {
      throw new Finding(
        diagnosis(found, ours, wanted),
        `${when} the result is off by ${off.toPrecision(2)}`,
      );
    }
    compared += found.reduce((count, one) => count + one.size, 0);
    checkDerivatives({ found, yours, right, ours, names, when });
  }
  return compared;
}

/** What came back, as a list of tensors of the right shape; or a finding. */
function termsOf<Sizes extends Readonly<Record<string, number>>>(
  value: unknown,
  { parts, result }: EquationCheck<Sizes>,
  sizes: Sizes,
  when: string,
): Tensor[] {
  if (!parts) return [tensorOf(value, result(sizes), when)];
  const given = value as Readonly<Record<string, unknown>> | null | undefined;
  return parts.map((name) => {
    if (typeof given !== "object" || given === null || !(name in given)) {
      throw new Finding(
        "kind",
        `${when} it returned ${kindOf(value)}, and { ${parts.join(", ")} } is wanted`,
      );
    }
    return tensorOf(given[name], result(sizes), `${when} as ${name}`);
  });
}

const list = (terms: Terms, parts?: readonly string[]): Tensor[] =>
  parts
    ? parts.map((name) => (terms as Readonly<Record<string, Tensor>>)[name])
    : [terms as Tensor];

const farthest = (some: readonly Tensor[], others: readonly Tensor[]): number =>
  Math.max(...some.map((one, i) => apart(one.values(), others[i].values())));

/** Which likely equation gives these numbers. */
function diagnosis<Sizes extends Readonly<Record<string, number>>>(
  found: readonly Tensor[],
  given: readonly Tensor[],
  { likely, parts }: EquationCheck<Sizes>,
): string {
  const fits = (other: Equation) => {
    try {
      return farthest(found, list(other(...given as never[]), parts)) < 1e-5;
    } catch {
      return false; // does not fit sizes that are not square
    }
  };
  return Object.keys(likely).find((name) => likely[name].some(fits)) ?? "other";
}

interface Derivatives {
  readonly found: readonly Tensor[];
  readonly yours: readonly Tensor[];
  readonly right: readonly Tensor[];
  readonly ours: readonly Tensor[];
  readonly names: readonly string[];
  readonly when: string;
}

/** The derivatives of the sum of squares by everything must be there and right. */
function checkDerivatives({ found, yours, right, ours, names, when }: Derivatives): void {
  if (!found.every((one) => one.requiresGrad)) {
    throw new Finding("cut-off", `${when} the result has no derivatives at all`);
  }
  const together = (terms: readonly Tensor[]) =>
    terms.map((one) => sum(square(one))).reduce((total, one) => add(total, one));
  backward(together(found));
  backward(together(right));
  names.forEach((name, i) => {
    const [one, other] = [yours[i].grad?.values(), ours[i].grad!.values()];
    if (!one) throw new Finding("cut-off", `${when} there is no derivative by ${name}`);
    const off = apart(one, other);
    if (off > 1e-4) {
      throw new Finding(
        "cut-off",
        `${when} the derivative by ${name} is off by ${off.toPrecision(2)}`,
      );
    }
  });
}

/**
 * Names, shapes and sizes of an equation that works number by number: everything in it is [batch, hiddenSize].
 *
 * @param names its arguments in order
 * @returns what {@linkcode checkEquation} wants to know of them
 */
export function numberByNumber(
  ...names: readonly string[]
): Pick<EquationCheck<{ batch: number; hiddenSize: number }>, "given" | "result" | "sizes"> {
  const shape = ({ batch, hiddenSize }: { batch: number; hiddenSize: number }) => [
    batch,
    hiddenSize,
  ];
  return {
    given: Object.fromEntries(names.map((name) => [name, shape])),
    result: shape,
    sizes: [[3, 4], [1, 1], [1, 5], [4, 2]].map(([batch, hiddenSize]) => ({ batch, hiddenSize })),
  };
}
