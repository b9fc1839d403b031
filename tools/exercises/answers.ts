/**
 * Puts every exercise's own answers to its check, in this process: the stub is to do, the solution right, and each
 * wrong answer wrong with the hint for its idea; with `--held-out`, also when it is taken out of the list that
 * diagnoses, so that it must be known by its siblings or by what it does.
 *
 *     deno run -A tools/exercises/answers.ts [--held-out] [--json] [ID or NOTEBOOK …]
 *
 * `--json` prints everything that `run.py` needs to go on with on the kernel.
 *
 * @module
 */

import { common } from "../../lib/exercises/common.ts";
import type { Exercise, Nth } from "../../lib/exercises/definition.ts";
import { judgeGuarded } from "../../lib/exercises/guard.ts";
import { judge, type Judgement } from "../../lib/exercises/judge.ts";
import { exerciseIds, exerciseNamed } from "../../lib/exercises/load.ts";

/** Milliseconds for an answer that never returns; the others need not be waited for. */
const PATIENCE = 700;

/** What came of one answer. */
export interface Tried {
  readonly label: string;
  /** The idea that should be found; null for a right answer and for a stub. */
  readonly misconception: string | null;
  /** What was found, and what was found with the answer taken out of the list. */
  readonly found: string | null;
  readonly heldOut?: string | null;
  readonly state: string;
  readonly observed: string;
  readonly ok: boolean;
}

/** What came of one exercise. */
export interface TriedExercise {
  readonly id: string;
  readonly answer: string;
  readonly before: string;
  readonly sources: { readonly stub: string; readonly solution: string };
  readonly stub: Tried;
  readonly solution: Tried;
  readonly wrong: readonly Tried[];
  /** How many hints there are to show. */
  readonly hints: number;
  /** What is amiss with the definition itself. */
  readonly problems: readonly string[];
}

if (import.meta.main) {
  const options = Deno.args.filter((word) => word.startsWith("--"));
  const names = Deno.args.filter((word) => !word.startsWith("--"));
  const ids = exerciseIds().filter((id) =>
    names.length === 0 || names.some((name) => id.startsWith(name))
  );
  const heldOut = options.includes("--held-out");
  const tried: TriedExercise[] = [];
  for (const id of ids) {
    tried.push(await tryOne(await exerciseNamed(id), { heldOut }));
    if (!options.includes("--json")) console.log(described(tried.at(-1)!));
  }
  if (options.includes("--json")) console.log(JSON.stringify(tried));
  else console.log(summary(tried));
  const failed = tried.some((one) =>
    one.problems.length > 0 || answersOf(one).some(({ ok }) => !ok)
  );
  Deno.exit(failed && !options.includes("--json") ? 1 : 0);
}

/** Tries all answers of an exercise. */
export async function tryOne(
  exercise: Exercise,
  { heldOut = false }: { heldOut?: boolean } = {},
): Promise<TriedExercise> {
  const { id, answer, before = "", stub, solution, ideas, faults, begin } = exercise;
  const wrong: Tried[] = [];
  for (const [idea, { answers }] of Object.entries(ideas)) {
    for (const [index, value] of answers.entries()) {
      const label = `${idea} ${index + 1}`;
      const one = tried(label, idea, await judge(exercise, value));
      wrong.push(
        heldOut ? { ...one, heldOut: await without(exercise, value, { idea, index }) } : one,
      );
    }
  }
  for (const [fault, answers] of Object.entries(faults)) {
    for (const [index, value] of answers.entries()) {
      const guard = fault === "never-returns" || fault === "reference";
      const came = guard
        ? await judgeGuarded(exercise, value, { patience: PATIENCE })
        : await judge(exercise, value);
      wrong.push({ ...tried(`${fault} ${index + 1}`, fault, came), heldOut: came.misconception });
    }
  }
  const { first } = await stubAsValue(exercise);
  return {
    id,
    answer,
    before,
    sources: { stub, solution: solution.source },
    stub: tried("stub", null, await judge(exercise, first), "todo"),
    solution: tried("solution", null, await judge(exercise, solution.answer), "right"),
    wrong,
    hints: begin.length + 2 * Object.keys(ideas).length,
    problems: problemsOf(exercise),
  };
}

async function without(exercise: Exercise, value: unknown, nth: Nth): Promise<string | null> {
  return (await judge(exercise, value, nth)).misconception;
}

function tried(
  label: string,
  misconception: string | null,
  { state, observed, misconception: found }: Judgement,
  wanted = "wrong",
): Tried {
  const ok = state === wanted && found === misconception;
  return { label, misconception, found, state, observed, ok };
}

/** What the stub's cell declares. */
async function stubAsValue({ stub, answer, before = "" }: Exercise): Promise<{ first: unknown }> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      file,
      `${before}\nimport { yourTurn } from "lib/exercises/mod.ts";\nvoid yourTurn;\n${stub}\n` +
        `export { ${answer} };\n`,
    );
    // In a record, for the blank must not be awaited.
    return { first: (await import(new URL(file, "file:///").href))[answer] };
  } finally {
    await Deno.remove(file);
  }
}

/** What is amiss with a definition. */
function problemsOf({ id, stub, ideas, faults, kind }: Exercise): string[] {
  const wrong = [...Object.values(ideas).map(({ answers }) => answers), ...Object.values(faults)]
    .flat().length;
  return [
    ...wrong < 4 ? [`it has ${wrong} wrong answers, wanted at least 4`] : [],
    ...stub.includes("YOUR TURN") ? [] : ["its stub does not say YOUR TURN"],
    ...Object.keys(faults).filter((name) => !(name in common))
      .map((name) => `"${name}" is no fault of every exercise`),
    ...Object.keys(ideas).filter((name) => ideas[name].answers.length === 0 && kind !== "explain")
      .map((name) => `no answer shows its idea "${name}"`),
    .../^\d\d\.[a-z0-9-]+$/.test(id) ? [] : [`its id "${id}" is not of the form 03.some-name`],
  ];
}

function answersOf({ stub, solution, wrong }: TriedExercise): Tried[] {
  return [stub, solution, ...wrong];
}

function described(one: TriedExercise): string {
  const bad = answersOf(one).filter(({ ok }) => !ok);
  const lost = one.wrong.filter((w) =>
    w.ok && w.heldOut !== undefined && w.heldOut !== w.misconception
  );
  const good = one.problems.length === 0 && bad.length === 0;
  return [
    `${
      good ? "ok    " : "FAILED"
    } ${one.id} (${one.wrong.length} wrong answers, ${one.hints} hints)`,
    ...one.problems.map((problem) => `    ${problem}`),
    ...bad.map(({ label, misconception, found, state, observed }) =>
      `    ${label}: wanted ${misconception ?? "no idea"}, found ${state}, ${
        found ?? "none"
      } (${observed})`
    ),
    ...lost.map(({ label, heldOut }) => `    held out, ${label} is taken for ${heldOut}`),
  ].join("\n");
}

function summary(tried: readonly TriedExercise[]): string {
  const wrong = tried.flatMap((one) => one.wrong);
  const held = wrong.filter((one) => one.heldOut !== undefined);
  const known = held.filter((one) => one.heldOut === one.misconception);
  return `wrong answers: ${wrong.filter(({ ok }) => ok).length} of ${wrong.length} named` +
    (held.length < wrong.length ? "" : `; held out: ${known.length} of ${held.length}`);
}
