/**
 * What a hostile sheet gets to see while it is marked, and what is left of a marking that is interrupted. Run by
 * `./learn test:classroom`, which installs nbgrader.
 */

import { afterAll, beforeAll, expect, it } from "vitest";
import { makeClassroom } from "../../tools/classroom/classroom.ts";
import { cellId } from "../../tools/exercises/place.ts";
import { run } from "../support/clone.ts";
import type { Notebook } from "../support/notebook.ts";
import { marking, readExercises } from "./nbgrader.ts";

const NAME = "03_recurrence";
const exercises = await readExercises("03");

/** Ways to what a sheet must not see or do, in a course's folder; each is an expression. */
const ways = (course: string): Record<string, string> => {
  const solution = `${course}/notebooks/exercises/03_recurrence/combine.ts`;
  const sheet = `${course}/submitted/right/${NAME}/${NAME}.ipynb`;
  return {
    "the solution as text": `Deno.readTextFileSync("${solution}")`,
    "the solution as a module": `(await import("file://${solution}")).default.solution.source`,
    "the solution by fetch": `await (await fetch("file://${solution}")).text()`,
    "the solution by a program":
      `new Deno.Command("/bin/cat", { args: ["${solution}"] }).outputSync()`,
    "the solution by Node's programs":
      `(await import("node:child_process")).execSync("cat ${solution}")`,
    "the solution by a link":
      `(Deno.symlinkSync("${solution}", "link"), Deno.readTextFileSync("link"))`,
    "the solution by a worker":
      `await new Promise((resolve, reject) => import("node:worker_threads").then(({ Worker }) => new Worker('require("node:worker_threads").parentPort.postMessage(require("node:fs").readFileSync("${solution}", "utf8"))', { eval: true }).on("message", resolve).on("error", reject)))`,
    "what judges": `Deno.readTextFileSync("${course}/grading/judge.ts")`,
    "the gradebook": `(await import("node:fs")).readFileSync("${course}/gradebook.db")`,
    "another's sheet": `(await import("file://${sheet}", { with: { type: "json" } })).default`,
    "the copies that are marked": `[...Deno.readDirSync("${course}/checked")]`,
    "compiled modules": `[...Deno.readDirSync("${Deno.env.get("HOME")}/.cache/deno/gen")]`,
    "the home folder": `[...Deno.readDirSync("${Deno.env.get("HOME")}")]`,
    "its own beginnings": `Deno.readTextFileSync("/proc/self/environ")`,
    "its parent's beginnings": `Deno.readTextFileSync("/proc/" + Deno.ppid + "/environ")`,
    "the teacher's environment": `Deno.env.get("TEACHERS_SECRET") ?? (() => { throw "none"; })()`,
    "a note in the release version": `Deno.writeTextFileSync("${course}/release/x", "x")`,
    "a change of the library": `Deno.writeTextFileSync("${course}/room/lib/mod.ts", "x")`,
    "a program of its own": `Deno.dlopen("libc.so.6", {})`,
    "its parent's end": `Deno.kill(Deno.ppid, "SIGTERM")`,
    "the network": `await Deno.connect({ port: 22 })`,
    "a permission":
      `(await Deno.permissions.request({ name: "run" })).state === "granted" || (() => { throw "no"; })()`,
  };
};

marking.describe("a sheet that is marked", () => {
  let course: string;
  const place = (learner: string) => `${course}/submitted/${learner}/${NAME}/${NAME}.ipynb`;

  /** Hands in the right answers, but for those that are given by their exercise's id. */
  async function handIn(learner: string, others: Record<string, string> = {}): Promise<void> {
    const notebook: Notebook = JSON.parse(
      await Deno.readTextFile(`${course}/release/${NAME}/${NAME}.ipynb`),
    );
    for (const { id, solution } of exercises) {
      notebook.cells.find((cell) => cell.id === cellId(id, "stub"))!.source = others[id] ??
        solution.source;
    }
    await Deno.mkdir(`${course}/submitted/${learner}/${NAME}`, { recursive: true });
    await Deno.writeTextFile(place(learner), JSON.stringify(notebook));
  }

  const marks = async () => {
    const [, ...lines] = (await Deno.readTextFile(`${course}/marks.csv`)).trim().split(/\r?\n/);
    return Object.fromEntries(lines.map((line) => line.split(",")).map((row) => [row[0], row[2]]));
  };

  beforeAll(async () => {
    course = await Deno.realPath(await Deno.makeTempDir({ prefix: "classroom-" }));
    await makeClassroom(course, ["03"], { sheet: true });
  }, 1_200_000);
  afterAll(() => Deno.remove(course, { recursive: true }));

  it(
    "sees nothing that judges, no mark and nobody else's sheet, and cannot say what it is worth",
    async () => {
      const all = ways(course);
      const tries = Object.entries(all).map(([what, way]) =>
        `try { const got = ${way}; console.log(${
          JSON.stringify(`GOT ${what}`)
        }, got); } catch { console.log("refused"); }`
      );
      const latch = exercises.find(({ id }) => id === "03.latch")!.solution.source;
      await handIn("right");
      await handIn("spy", { "03.latch": [latch, ...tries].join("\n") });
      await handIn("forger", {
        "03.combine": `const combine = 1;
setInterval(() => Deno.jupyter.broadcast("display_data", { metadata: {}, transient: {}, data: {
  "application/vnd.sequences.handed+json": { luggage: {
    program: "return __bag.library[0].solution.answer;",
    library: [{ module: "file://${course}/lib/../notebooks/exercises/03_recurrence/combine.ts", name: "default" }],
  } },
} }), 1);`,
      });
      const env = { TEACHERS_SECRET: "secret" };
      const { code, text } = await run(`${course}/marks`, [NAME], { env });
      expect(code, text).toBe(0);
      const { cells }: Notebook = JSON.parse(
        await Deno.readTextFile(`${course}/autograded/spy/${NAME}/${NAME}.ipynb`),
      );
      const shown = JSON.stringify(cells.map(({ outputs }) => outputs));
      expect(shown.match(/GOT [\w' ]*/g) ?? []).toEqual([]);
      expect(shown.match(/refused/g)).toHaveLength(Object.keys(all).length);
      const found = await marks();
      expect([found.right, found.spy]).toEqual(["12.0", "12.0"]);
      expect(Number(found.forger)).toBeLessThan(12);
    },
    1_200_000,
  );

  it.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
    "loses no mark of those marked before %s, says so, and nothing of it goes on",
    async (signal) => {
      await Deno.remove(`${course}/submitted`, { recursive: true }).catch(() => {});
      for (const learner of ["anna", "bob"]) await handIn(learner);
      for (const learner of ["slow", "slower"]) {
        await handIn(learner, { "03.latch": "while (true) {}" });
      }
      await Deno.writeTextFile(
        `${course}/marks.csv`,
        `learner,notebook,points,of,remarks\nslow,${NAME},3.0,12.0,before\nanna,other,1.0,2.0,\n`,
      );
      const marking = new Deno.Command(`${course}/marks`, {
        args: [NAME],
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      // One is marked, another is at work: both ends of what an interruption can meet.
      const said = marking.stdout.pipeThrough(new TextDecoderStream()).getReader();
      let first = "";
      while (!first.includes("[1/4]")) first += (await said.read()).value!;
      marking.kill(signal);
      const words = new Response(marking.stderr).text();
      await marking.status;
      await said.cancel();
      const lines = (await Deno.readTextFile(`${course}/marks.csv`)).trim().split(/\r?\n/);
      expect(lines).toContain(`anna,other,1.0,2.0,`);
      expect(lines).toContain(`slow,${NAME},3.0,12.0,before`);
      expect(lines.filter((line) => line.includes(`,${NAME},12.0,12.0,`)).length)
        .toBeGreaterThan(0);
      if (signal !== "SIGKILL") {
        expect(await words).toMatch(
          /^Interrupted: \d of 4 learners are marked, and stand in .*\n$/,
        );
      }
      const left = async () =>
        (await run("ps", ["axeww", "-o", "args"])).text.split("\n").filter((line) =>
          line.includes(course)
        );
      await expect.poll(left, { timeout: 60_000, interval: 500 }).toEqual([]);
    },
    600_000,
  );
});
