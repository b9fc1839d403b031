/**
 * Puts every exercise's own answers to its check, in this process: the stub is to do, the solution right, and
 * each wrong answer wrong with the hint for its misconception.
 *
 *     deno run -A tools/exercises/answers.ts [--json] [ID or NOTEBOOK …]
 *
 * `--json` prints everything that `run.py` needs to do the same on the kernel.
 *
 * @module
 */

import { exercises } from "../../lib/exercises/all.ts";
import { common } from "../../lib/exercises/common.ts";
import type { Exercise } from "../../lib/exercises/definition.ts";
import { judgeGuarded } from "../../lib/exercises/guard.ts";
import { judge, type Judgement } from "../../lib/exercises/judge.ts";

/** Milliseconds for an answer that never returns; the others need not be waited for. */
const PATIENCE = 700;

/** What came of one answer. */
export interface Tried {
  readonly label: string;
  /** What should be found; null for a right answer and for a stub. */
  readonly misconception: string | null;
  /** What was found. */
  readonly found: string | null;
  readonly state: string;
  readonly observed: string;
  readonly ok: boolean;
  readonly source: string;
}

/** What came of one exercise. */
export interface TriedExercise {
  readonly id: string;
  readonly answer: string;
  readonly before: string;
  readonly stub: Tried;
  readonly solution: Tried;
  readonly wrong: readonly Tried[];
  /** How many hints there are to show. */
  readonly hints: number;
  /** What is amiss with the definition itself. */
  readonly problems: readonly string[];
}

if (import.meta.main) {
  const json = Deno.args.includes("--json");
  const names = Deno.args.filter((word) => !word.startsWith("--"));
  const chosen = exercises.filter(({ id }) =>
    names.length === 0 || names.some((name) => id.startsWith(name))
  );
  const tried = await tryAll(chosen);
  if (json) console.log(JSON.stringify(tried));
  else for (const one of tried) console.log(described(one));
  const failed = tried.some((one) =>
    one.problems.length > 0 || answersOf(one).some(({ ok }) => !ok)
  );
  if (!json) Deno.exit(failed ? 1 : 0);
  Deno.exit(0);
}

/** Tries all answers of these exercises. */
export async function tryAll(chosen: readonly Exercise[]): Promise<TriedExercise[]> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "exercises-" }));
  try {
    const tried: TriedExercise[] = [];
    for (const one of chosen) tried.push(await tryOne(one, folder));
    return tried;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function tryOne(exercise: Exercise, folder: string): Promise<TriedExercise> {
  const { id, answer, before = "", stub, solution, wrong, begin, misconceptions } = exercise;
  let count = 0;
  const put = async (
    source: string,
    wanted: Pick<Tried, "label" | "misconception">,
    state: string,
  ) => {
    const file = `${folder}/${id}-${count++}.ts`;
    await Deno.writeTextFile(file, moduleOf(exercise, source));
    const { [answer]: value } = await import(new URL(file, "file:///").href);
    const found = await judged(exercise, value, wanted.misconception);
    const ok = found.state === state && found.misconception === wanted.misconception;
    const { observed } = found;
    return { ...wanted, found: found.misconception, state: found.state, observed, ok, source };
  };
  const right = { label: "solution", misconception: null };
  const untouched = { label: "stub", misconception: null };
  const tried: Tried[] = [];
  for (const { source, ...wanted } of wrong) tried.push(await put(source, wanted, "wrong"));
  return {
    id,
    answer,
    before,
    stub: await put(stub, untouched, "todo"),
    solution: await put(solution.source, right, "right"),
    wrong: tried,
    hints: begin.length + 2 * Object.keys(misconceptions).length,
    problems: problemsOf(exercise),
  };
}

async function judged(
  exercise: Exercise,
  value: unknown,
  wanted: string | null,
): Promise<Judgement> {
  if (wanted !== "never-returns" || typeof value !== "function") {
    return await judge(exercise, value);
  }
  const found = await judgeGuarded(exercise, value as () => unknown, { patience: PATIENCE });
  return found ??
    { state: "wrong", observed: "it cannot be judged in a worker", misconception: null };
}

/** The answer's cell as a module, with what earlier cells have declared. */
function moduleOf({ answer, before = "" }: Exercise, source: string): string {
  return `${before}\nimport { yourTurn } from "lib/exercises/mod.ts";\nvoid yourTurn;\n${source}\n` +
    `export { ${answer} };\n`;
}

/** What is amiss with a definition: too few wrong answers, misconceptions that no wrong answer shows. */
function problemsOf({ id, stub, wrong, misconceptions }: Exercise): string[] {
  const shown = new Set(wrong.map(({ misconception }) => misconception));
  return [
    ...wrong.length < 4 ? [`it has ${wrong.length} wrong answers, wanted at least 4`] : [],
    ...stub.includes("YOUR TURN") ? [] : ["its stub does not say YOUR TURN"],
    ...[...shown].filter((name) => !(name in misconceptions) && !(name in common))
      .map((name) => `a wrong answer shows "${name}", which is no misconception of it`),
    ...Object.keys(misconceptions).filter((name) => !shown.has(name))
      .map((name) => `no wrong answer shows its misconception "${name}"`),
    .../^\d\d\.[a-z0-9-]+$/.test(id) ? [] : [`its id "${id}" is not of the form 03.some-name`],
  ];
}

function answersOf({ stub, solution, wrong }: TriedExercise): Tried[] {
  return [stub, solution, ...wrong];
}

function described(one: TriedExercise): string {
  const bad = answersOf(one).filter(({ ok }) => !ok);
  const good = one.problems.length === 0 && bad.length === 0;
  return [
    `${
      good ? "ok    " : "FAILED"
    } ${one.id} (${one.wrong.length} wrong answers, ${one.hints} hints)`,
    ...one.problems.map((problem) => `    ${problem}`),
    ...bad.map(({ label, misconception, found, state, observed }) =>
      `    ${label}: wanted ${misconception ?? "no misconception"}, found ${state}, ${
        found ?? "none"
      } (${observed})`
    ),
  ].join("\n");
}
