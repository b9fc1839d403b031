/**
 * Exercises whose answer is a function. Learner, solution and wrong answers are put to the same cases: whoever does as
 * the solution does is right, and the wrong answer that the learner agrees with names the idea.
 *
 * @module
 */

import { beat } from "./beat.ts";
import { kindOf } from "./common.ts";
import {
  type Asked,
  type Exercise,
  Finding,
  type Kind,
  type Nth,
  Untouched,
  type WrongIdea,
} from "./definition.ts";
import { agreement, agrees, RELATED, SAME, type Shown } from "./diagnose.ts";
import { faultOf, versus, written } from "./differ.ts";
import { type Case, type How, type Look, observe, type Outcome, parametersOf } from "./observe.ts";
import { blanked, declarationOf, squeezed } from "./source.ts";

type AnyFunction = (...given: never[]) => unknown;

/** A wrong idea about a function. */
export interface FunctionIdea<F> extends WrongIdea<F> {
  /** Tells the idea by what an answer does, where it can be had in more ways than can be listed. */
  readonly does?: (shown: Shown) => boolean;
  /** Whether that can be told of answers of another shape than wanted as well. */
  readonly anyShape?: boolean;
  /** Whether this idea is told of every answer that shows no other one. Its words must be true of all of them. */
  readonly rest?: boolean;
}

/** What an exercise with a function is made of. */
export interface FunctionParts<F extends AnyFunction> extends Omit<Asked, "answer"> {
  /** `import.meta.url`: the solution's text is read from there. */
  readonly from: string;
  /** What the stub says behind YOUR TURN. */
  readonly turn?: string;
  /** For "find the bug": what the stub does. */
  readonly broken?: F;
  /** A right answer, declared in the file by the name that the stub declares. */
  readonly solution: F;
  /** Why it is right. */
  readonly why: string;
  /** What answers are called with. */
  readonly cases: () => readonly Case[];
  /** Wrong ideas by name. */
  readonly ideas: Readonly<Record<string, FunctionIdea<F>>>;
  /** Answers with a fault that any answer can have, by its name in `common.ts`. */
  readonly faults?: Readonly<Record<string, readonly F[]>>;
  /** Functions of the library that may not do the work. */
  readonly notBy?: readonly unknown[];
  /** How an answer is looked at, if not by what it returns. */
  readonly look?: Look;
  /** Whether the derivatives by the tensors given are compared as well. */
  readonly derivatives?: boolean;
  /** What is said of a right answer. */
  readonly found: (f: F, cases: readonly Case[]) => string;
  /** What is said of a wrong one in a case in which it is wrong; by default what it gave. */
  readonly said?: (f: F, one: Case) => string;
}

/**
 * An exercise whose answer is a function.
 *
 * @param parts what it is made of
 */
export function functionExercise<F extends AnyFunction>(parts: FunctionParts<F>): Exercise {
  const { from, turn, broken, solution, why, ideas, faults = {}, notBy = [] } = parts;
  const { look, derivatives, found, said, cases: makeCases, ...asked } = parts;
  const name = solution.name;
  const how: How = { look, names: derivatives ? parametersOf(solution) : undefined };
  const source = declarationOf(from, name);
  let bench: { cases: readonly Case[]; wanted: readonly Outcome[] } | undefined;
  const remembered = new Map<F, readonly Outcome[]>();

  /** What an answer does in a case; each has its own time. */
  function seen(f: F, one: Case, right: Outcome | null): Outcome {
    beat();
    return observe(f, one, right === null || "fault" in right ? null : right.values, how);
  }

  /** What an answer does in every case. */
  function run(f: F): readonly Outcome[] {
    bench ??= { cases: makeCases(), wanted: [] };
    if (bench.wanted.length === 0) {
      bench = { ...bench, wanted: bench.cases.map((one) => seen(solution, one, null)) };
    }
    const { cases, wanted } = bench;
    return cases.map((one, at) => seen(f, one, wanted[at]));
  }
  function known(f: F): readonly Outcome[] {
    if (!remembered.has(f)) remembered.set(f, run(f));
    return remembered.get(f)!;
  }

  /** The likeliest idea behind an answer that is wrong. */
  function diagnosis(came: readonly Outcome[], fault: Finding | null, without?: Nth): string {
    const { cases, wanted } = bench!;
    const shares = Object.entries(ideas).map(([name, { answers }]) => {
      const others = answers.filter((_, i) => without?.idea !== name || without.index !== i);
      return [name, Math.max(0, ...others.map((one) => agreement(came, known(one), wanted)))];
    }) as [string, number][];
    const [nearest, most] = shares.reduce((a, b) => b[1] > a[1] ? b : a, ["other", 0]);
    if (most > SAME) return nearest;
    if (came.some((one) => "fault" in one && one.fault.misconception === "mutates")) {
      return "mutates";
    }
    if (broken && agreement(came, known(broken), wanted) > 0.999) return "unchanged";
    if (onlySlopesDiffer(came, wanted)) return "cut-off";
    const shown = { cases, found: came, wanted };
    // The first case is one that no mistake of shape ends: what throws there says nothing else.
    const whole = !("fault" in came[0]) && came.every((one, i) => sameStructure(one, wanted[i]));
    const doing = Object.keys(ideas).find((name) => {
      const { does, anyShape } = ideas[name];
      if (!does || !(whole || (anyShape && !came.some((one) => "fault" in one)))) return false;
      try {
        return does(shown);
      } catch { // what came is nothing that it knows
        return false;
      }
    });
    if (doing) return doing;
    if (most >= RELATED) return nearest;
    if (fault) return fault.misconception;
    return Object.keys(ideas).find((name) => ideas[name].rest) ?? "other";
  }

  function check(answer: unknown, without?: Nth): string {
    if (typeof answer !== "function") {
      throw new Finding("kind", `a function is wanted, and this is ${kindOf(answer)}`);
    }
    if (notBy.includes(answer)) {
      throw new Finding("reference", `the work is handed to the library's ${answer.name}`);
    }
    const f = answer as F;
    const came = run(f);
    const { cases, wanted } = bench!;
    const at = cases.findIndex((_, i) => !agrees(came[i], wanted[i]));
    if (at < 0) return found(f, cases);
    const { fault, text } = inWords(cases[at], came[at], wanted[at]);
    const observed = fault === null && said ? said(f, cases[at]) : text;
    if (broken && textOf(f) === textOf(broken)) {
      throw new Untouched(observed);
    }
    const idea = diagnosis(came, fault, without);
    const changed = came.find((one) => "fault" in one && one.fault.misconception === idea);
    throw new Finding(
      idea,
      changed && "fault" in changed ? changed.fault.observed : observed,
      fault?.cause,
    );
  }

  /** What an answer did in a case in which it is wrong. */
  function inWords(
    one: Case,
    came: Outcome,
    right: Outcome,
  ): { fault: Finding | null; text: string } {
    if ("fault" in came) return { fault: came.fault, text: came.fault.observed };
    if ("fault" in right) throw right.fault;
    const called = one.said ?? `${name}(${one.given.map((value) => written(value)).join(", ")})`;
    const long = called.length > 200 ? `${called.slice(0, 199)}…)` : called;
    for (const [part, value] of Object.entries(right.values)) {
      const fault = faultOf(came.values[part], value, part === "result" ? "the result" : part);
      if (fault) {
        const { misconception, observed } = fault;
        const text = one.said ? `${long}, ${observed}` : `of ${long}, ${observed}`;
        return { fault: new Finding(misconception, text), text };
      }
      if (agrees(only(came, part), only(right, part))) continue;
      const difference = part.startsWith("the derivative")
        ? slopes(came.values[part] as number[], value as number[])
        : versus(came.values[part], value);
      const what = part === "result" ? "" : `${part} `;
      const text = one.said || part !== "result"
        ? `${one.said ? `${long}, ` : ""}${what || "it "}${difference}`
        : `${long} ${difference}`;
      return { fault: null, text };
    }
    return { fault: null, text: long };
  }

  return {
    ...asked,
    text: `${asked.text ?? asked.goal}${
      whatIsRight(asked.kind, derivatives || look !== undefined)
    }`,
    answer: name,
    stub: broken ? declarationOf(from, broken.name, name) : blanked(source, turn),
    solution: { source, why, answer: solution },
    ideas,
    faults,
    notBy,
    check,
  };
}

/** So that nobody has to guess how exactly, and whether derivatives count. */
function whatIsRight(kind: Kind, derivatives = false): string {
  if (kind !== "fill in the equation" && kind !== "find the bug") return "";
  return derivatives
    ? "\n\n_Any code with the same numbers (to 5 digits) and the same derivatives (to 4) is right._"
    : "\n\n_Any code with the same results is right (numbers: to 5 digits)._";
}

/** Whether what came is of the kind and shape that is wanted, in so far as anything came. */
function sameStructure(one: Outcome, right: Outcome): boolean {
  if ("fault" in one || "fault" in right) return !("fault" in one) || cannotTell(one.fault);
  return Object.keys(right.parts).every((part) =>
    one.parts[part]?.structure === right.parts[part].structure
  );
}

function cannotTell({ misconception }: Finding): boolean {
  return !["kind", "shape"].includes(misconception);
}

/** A function's text without its name and what formatting may change. */
function textOf(f: AnyFunction): string {
  return squeezed(f.toString()).replace(new RegExp(`^function${f.name}`), "function");
}

/** What is wrong with a derivative. */
function slopes(found: readonly number[], wanted: readonly number[]): string {
  if (found.every((x) => x === 0)) return "is missing";
  const off = Math.max(...wanted.map((x, i) => Math.abs(x - found[i])));
  return `is off by up to ${written(off, 2)}`;
}

function only(one: Outcome, part: string): Outcome {
  if ("fault" in one) return one;
  return { values: { [part]: one.values[part] }, parts: { [part]: one.parts[part] } };
}

/** Whether all results are right, and only what flows back through them is not. */
function onlySlopesDiffer(found: readonly Outcome[], wanted: readonly Outcome[]): boolean {
  return wanted.every((right, i) =>
    "fault" in right ||
    Object.keys(right.parts).every((part) =>
      part.startsWith("the derivative") || agrees(only(found[i], part), only(right, part))
    )
  );
}
