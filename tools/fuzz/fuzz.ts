/**
 * `./learn fuzz --cases N --seed S`: generated input against every public function.
 *
 * Each case ends in one of five ways: accepted, with an answer that four ways of computing agree on; refused in words of
 * ours that say what is wanted; silent, when something wrong was taken or came out without a word; unclear, when the words
 * were the engine's or say too little; hung. Exit status 1 unless all were accepted or refused.
 *
 * `--from N` begins with that case, so that a long run can be had in pieces. `--case N` runs one case again and shows
 * what came of it; `--all` shows each finding, not only one of a kind.
 *
 * @module
 */

import { command, Mistyped } from "../command.ts";
import { drawCase, type Outcome, runCase } from "./run_case.ts";
import { subjects } from "./subjects/all.ts";
import { type Watched, watched } from "./watch.ts";

const usage =
  "./learn fuzz [--cases N] [--from N] [--seed S] [--all]   or, one case again: --seed S --case N";
const options = {
  cases: { type: "string", default: "1000" },
  seed: { type: "string", default: "0" },
  from: { type: "string", default: "0" },
  case: { type: "string" },
  fresh: { type: "string" },
  all: { type: "boolean", default: false },
} as const;

interface Asked {
  readonly cases: number;
  readonly from: number;
  readonly seed: number;
  readonly all: boolean;
}

if (import.meta.main) {
  await command(usage, { options }, async (values) => {
    const seed = wholeFrom("seed", values.seed);
    if (values.case !== undefined) {
      const index = wholeFrom("case", values.case);
      console.log(
        index,
        drawCase(seed, index, subjects).subject.name,
        await runCase(seed, index, subjects),
      );
      return 0;
    }
    if (values.fresh !== undefined) {
      // Asked by the run itself: the bits of good calls in a process that has seen no bad one.
      const bits: (number | null)[] = [];
      for (const index of values.fresh.split(",").filter(Boolean)) {
        bits.push((await runCase(seed, Number(index), subjects)).bits ?? null);
      }
      console.log(JSON.stringify(bits));
      return 0;
    }
    const [cases, from] = [wholeFrom("cases", values.cases), wholeFrom("from", values.from)];
    return await search({ cases, from, seed, all: values.all });
  });
}

async function search({ cases, from, seed, all }: Asked): Promise<number> {
  const counts = { accepted: 0, refused: 0, silent: 0, unclear: 0, hung: 0 };
  const findings = new Map<string, { index: number; outcome: Watched; times: number }>();
  const sample: [number, number][] = [];
  const note = (index: number, given: Watched) => {
    const outcome = given.subject
      ? given
      : { ...given, subject: drawCase(seed, index, subjects).subject.name };
    counts[outcome.kind]++;
    if (outcome.bits !== undefined && index % 50 === 0) sample.push([index, outcome.bits]);
    if (outcome.kind === "accepted" || outcome.kind === "refused") return;
    const key = all
      ? String(index)
      : `${outcome.kind} ${outcome.subject} ${
        outcome.says.replace(/[\d.e+-]+/g, "0").slice(0, 90)
      }`;
    const known = findings.get(key);
    if (known) known.times++;
    else findings.set(key, { index, outcome, times: 1 });
  };
  await watched(seed, { from, to: from + cases }, note);
  for (const [index, says] of await otherBitsAlone(seed, sample)) {
    counts.accepted--;
    note(index, { kind: "silent", subject: "", slip: "", says });
  }
  for (const { index, outcome: { kind, subject, slip, says }, times } of findings.values()) {
    console.log(
      `${kind} (${times} ×, first in case ${index}): ${subject}${slip && `, ${slip}`}: ${
        says.slice(0, 300)
      }`,
    );
  }
  const { accepted, refused, silent, unclear, hung } = counts;
  console.log(
    `${cases} cases: ${accepted} accepted, ${refused} refused clearly, ${silent} silent, ${unclear} unclear, ${hung} hung`,
  );
  return silent + unclear + hung > 0 ? 1 : 0;
}

/** Good calls whose bits are others in a process of their own. */
async function otherBitsAlone(
  seed: number,
  sample: readonly [number, number][],
): Promise<[number, string][]> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      import.meta.filename!,
      "--seed",
      String(seed),
      "--fresh",
      sample.map(([index]) => index).join(","),
    ],
    stdin: "null",
    stderr: "inherit",
  }).output();
  if (!success) return [[0, "the process of its own failed"]];
  const bits: Outcome["bits"][] = JSON.parse(
    new TextDecoder().decode(stdout).trim().split("\n").at(-1)!,
  );
  return sample.flatMap(([index, wanted], at): [number, string][] =>
    bits[at] === wanted ? [] : [[index, "gives other bits in a fresh process"]]
  );
}

function wholeFrom(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Mistyped(`Cannot fuzz: --${name} is "${text}", and a whole number is wanted`);
}
