/** The course's kernel as front ends see it: they come and go, red stops what is queued, nothing is lost, nothing dies. */

import { expect, it } from "vitest";
import { atMost, cells, inKernels, isWide, onKernel, type Ran, shownBy } from "./kernel_driver.ts";

const lines = isWide() ? 20_000 : 5000;
const slow = `await new Promise((resolve) => setTimeout(resolve, 200));
console.log("said to nobody");
globalThis.count = (globalThis.count ?? 0) + 1;`;
const back = [
  `console.log("one");`,
  `await (Deno as any).jupyter.display({ "text/plain": "old" }, { raw: true, display_id: "late" });
await new Promise((resolve) => setTimeout(resolve, 4000));
await (Deno as any).jupyter.display({ "text/plain": "new" }, { raw: true, display_id: "late", update: true });
5 + 5`,
];

/** Waits until Deno has ended, as it does while a notebook is only looked at. */
const rests = { family: true, gone: 60 };

onKernel.describe("the course's kernel", () => {
  const came = inKernels(
    {
      parts: {
        "silent": [
          {
            request: ["execute_request", {
              code: "globalThis.quiet = 7",
              silent: true,
              store_history: false,
            }],
          },
          { cells: ["quiet"] },
        ],
        "history": [
          { cells: ["1 + 1", "const x = 3;"] },
          {
            request: ["history_request", {
              hist_access_type: "tail",
              n: 1,
              output: false,
              raw: true,
            }],
          },
          {
            request: ["history_request", {
              hist_access_type: "range",
              session: 0,
              start: 2,
              stop: 3,
              output: true,
              raw: true,
            }],
          },
        ],
        "odd": [
          { request: ["comm_info_request", {}] },
          { request: ["is_complete_request", { code: "function (" }] },
          { request: ["execute_request", {}] },
          { request: ["no_such_request", {}], channel: "control" },
        ],
        "queued": [
          {
            cells: [
              `prompt("sent?")`,
              `throw new Error("red")`,
              `globalThis.ran = true`,
              ...Array(30).fill("0"),
            ],
            input: "all",
          },
          { cells: [`throw new Error("red")`, `2`], goOn: true },
          { cells: [`typeof ran`] },
        ],
        "left": [{ leave: Array(5).fill(slow), seconds: 1.5 }, { cells: ["count"] }],
        "junk": [{ junk: true }, { cells: ["typeof intruder"] }],
        "printed": cells(
          `for (let line = 0; line < ${lines}; line++) console.log("line " + line);`,
        ),
        "marks": cells(
          `console.log("\\u0002"); for (let at = 0; at < 400; at++) console.log("\\u0002a\\u0002" + at);`,
          "1 + 1",
        ),
        "streams": cells(
          `Deno.stdout.writeSync(new TextEncoder().encode("one, "));
await Deno.stderr.write(new TextEncoder().encode("two, "));
(await import("node:process")).stdout.write("three, ");
await new Blob(["four, ", "five"]).stream().pipeTo(Deno.stdout.writable);`,
        ),
        "updated": cells(`const raw = { raw: true, display_id: "one" };
await Deno.jupyter.display({ "text/plain": "0" }, raw);
const picture = "x".repeat(200_000);
for (let shown = 0; shown < 400; shown++) {
  await Deno.jupyter.display({ "text/plain": picture + shown }, { ...raw, update: true });
}
await Deno.jupyter.display({ "text/plain": "the last" }, { ...raw, update: true });`),
        "large": cells(`const big = "x".repeat(1e6);
for (let at = 0; at < 25; at++) await Deno.jupyter.display({ "text/plain": at + " " + big }, { raw: true });
for (let at = 25; at < 50; at++) void Deno.jupyter.display({ "text/plain": at + " " + big }, { raw: true });`),
        "returns nothing": cells(
          `const { openDisplay, plainText } = await import("lib/notebook/display.ts");
const { broadcast } = Deno.jupyter;
Deno.jupyter.broadcast = (...given) => void broadcast(...given);
const display = openDisplay(plainText("one"));
display.update(plainText("two"));
await display.finish(plainText("three"));`,
          `Deno.jupyter.broadcast = broadcast;`,
        ),
        "asked": [{ cells: [`prompt("your name?")`], input: "Ada" }],
        "back": [
          { cells: back, person: true, leaveAt: "old" },
          { outputs: { [`cell 0: ${back[0]}`]: null, [`cell 1: ${back[1]}`]: null, other: 7 } },
          { cells: ["0"] },
          { outputs: { [`cell 1: ${back[1]}`]: null } },
        ],
        "broken off": [{
          cells: [`const progress = "application/vnd.sequences.progress+json";
await Deno.jupyter.display(
  { "text/plain": "nets: 1 of 30 · about 5 s left", "text/html": "<b>1 · about 5 s left</b>", [progress]: {} },
  { raw: true, display_id: "bar" },
);
throw new Error("red");`],
          person: true,
        }],
        "restarted": [
          {
            cells: [`globalThis.kept = 1; console.log("begun"); while (true) {}`],
            leaveAt: "begun",
          },
          { restart: true },
          { cells: ["typeof kept"] },
        ],
        "names": [
          {
            cells: [
              `; const performance = 1, Math = 2, Promise = 3, AbortController = 4;`,
              `for (let line = 0; line < 1000; line++) console.log(line);
void fetch("data:text/plain,1");
setTimeout(() => { throw "too late"; }, 10);
await new globalThis.Promise((resolve) => setTimeout(resolve, 200));`,
            ],
            until: "too late",
          },
          { cells: [`nothing`] },
        ],
      },
    },
    {
      env: { COURSE_MEMORY_MB: "200", COURSE_CORES: "1", COURSE_TYPES: "off" },
      parts: {
        "one core": cells("navigator.hardwareConcurrency"),
        "exit": cells(`Deno.exit(3)`, "1 + 1"),
        "exits later": [
          { cells: [`void setTimeout(() => Deno.exit(4), 100);`] },
          { reborn: true },
          { cells: ["1 + 1"] },
        ],
        "full": cells(
          `const big = []; while (true) big.push(new Array(1e6).fill(1.5));`,
          "1 + 1",
        ),
        "killed": [
          { cells: ["globalThis.kept = 1"] },
          { kill: "deno" },
          { reborn: true },
          { cells: ["typeof kept"] },
          { kill: "kernel" },
        ],
      },
    },
    {
      env: { COURSE_REST: "1" },
      parts: {
        "resting": [rests, { cells: ["globalThis.kept = 1; 1 + 1"] }],
        "used": [{ wait: 2.5 }, { cells: ["kept"] }],
      },
    },
    {
      env: { COURSE_REST: "1" },
      parts: {
        "woken": [
          rests,
          { cells: ["globalThis.ran = 1", "2"], press: [0.05], early: true },
          { cells: ["typeof ran"] },
        ],
      },
    },
  );
  const ran = (part: string) => came(part).flat() as Ran[];

  it("runs nothing of what was queued behind an error, except what wants to run all the same", () => {
    const [stopped, went, [after]] = came("queued") as [Ran[], Ran[], Ran[]];
    expect(stopped.slice(0, 2).map(({ status }) => status)).toEqual(["ok", "error"]);
    expect(stopped.slice(2).map(({ status }) => status)).toEqual(Array(31).fill("aborted"));
    expect(went.map(({ status }) => status)).toEqual(["error", "ok"]);
    expect(shownBy(after)).toBe('"undefined"');
  });

  it("goes on when a front end leaves while cells run", () => {
    expect(shownBy(ran("left")[1])).toBe("5");
  });

  it("tells a front end that comes back what cells have shown meanwhile", () => {
    const [[{ reply: { execution_count: count } }], meanwhile, , after] = came("back");
    const shown = (text: string) => ({
      output_type: "display_data",
      data: { "text/plain": text },
      metadata: {},
    });
    const one = { output_type: "stream", name: "stdout", text: "one\n" };
    expect(meanwhile).toEqual({
      [`cell 0: ${back[0]}`]: { outputs: [one], count, running: false },
      [`cell 1: ${back[1]}`]: { outputs: [shown("old")], count: null, running: true },
    });
    expect(after).toEqual({
      [`cell 1: ${back[1]}`]: {
        outputs: [shown("new"), {
          output_type: "execute_result",
          data: { "text/plain": "10" },
          metadata: {},
          execution_count: count + 1,
        }],
        count: count + 1,
        running: false,
      },
    });
  });

  it("leaves no time to wait for where a cell has ended in an error", () => {
    const [{ outputs }] = ran("broken off");
    expect(outputs.at(-1)!.data).toEqual({
      "text/plain": "nets: 1 of 30, then stopped",
      "text/html": "<b>1, then stopped</b>",
    });
  });

  it("takes no notice of junk, or of what is signed with another key", () => {
    expect(shownBy(ran("junk")[1])).toBe('"undefined"');
  });

  it("answers odd requests", () => {
    const [, tail, range] = came("history");
    expect(tail.history).toEqual([[1, 3, "const x = 3;"]]);
    expect(range.history).toEqual([[1, 2, ["1 + 1", null]]]);
    const [comms, complete, noCode, unknown] = came("odd");
    expect(comms).toMatchObject({ status: "ok", comms: {} });
    expect(complete.status).toMatch(/^(in)?complete|invalid|unknown$/);
    expect(noCode).toMatchObject({ status: "error", ename: "ValueError" });
    expect(unknown).toMatchObject({ status: "error", ename: "NotImplementedError" });
  });

  it.each([
    ["exit", /Deno\.exit was called, or Deno ended by itself, with status 3/],
    ["full", /it had no memory left/],
  ])("ends a cell with one sentence when Deno ends (%s), and is fresh again", (part, reason) => {
    const [ended, after] = ran(part);
    expect(ended.error!.evalue).toMatch(reason);
    expect(ended.error!.evalue).toMatch(/run the cells above again$/);
    expect(shownBy(after)).toBe("2");
  });

  it("is fresh again when Deno is killed, and ends with Deno when it is killed itself", () => {
    const [, deno, , [after], kernel] = came("killed");
    expect(deno).toEqual({ alive: 0, gone: 1 });
    expect(shownBy(after)).toMatch(
      /^The kernel had to be restarted, since it was killed, .*: run the cells above again\n"undefined"$/,
    );
    expect(shownBy(came("exits later")[2][0])).toBe(
      "The kernel had to be restarted, since Deno.exit was called, or Deno ended by itself, with status 4: " +
        "run the cells above again\n2",
    );
    expect(kernel).toEqual({ alive: 0, gone: 1 });
  });

  it("loses nothing of many lines, and nothing comes after the cell is over", () => {
    const [printed] = ran("printed");
    expect(shownBy(printed)).toBe(
      Array.from({ length: lines }, (_, line) => `line ${line}\n`).join(""),
    );
    expect(printed.outputs.filter(({ late }) => late)).toEqual([]);
    expect(printed.outputs.length).toBeLessThan(atMost(printed));
  });

  it("prints also what looks like the kernel's own marks", () => {
    const [printed, after] = ran("marks");
    expect(shownBy(printed).split("\n")).toHaveLength(402);
    expect(shownBy(after)).toBe("2");
  });

  it("shows what is written to the streams themselves, Node's too", () => {
    // Deno sends what goes to one and to the other separately, in whatever order.
    const shown = shownBy(ran("streams")[0]);
    expect(shown).toContain("two, ");
    expect(shown.replace("two, ", "")).toBe("one, three, four, five");
  });

  it("works also where cells give names of JavaScript's own to something else", () => {
    const [, used, { error }] = ran("names");
    expect(used.error).toBe(null);
    const notCaught = 'Not caught: "too late"\n';
    expect(shownBy(used)).toContain(notCaught); // among the lines, where those take longer than the timer
    const numbers = Array.from({ length: 1000 }, (_, line) => `${line}\n`).join("");
    expect(shownBy(used).replace(notCaught, "")).toBe(numbers);
    expect(error!.evalue).toMatch(/^nothing is not defined/);
  });

  it("sends of a display that changes quickly what a person can see, and always the last", () => {
    const [changed] = ran("updated");
    const updates = changed.outputs.filter(({ type }) => type === "update_display_data");
    expect(updates.at(-1)!.data).toEqual({ "text/plain": "the last" });
    expect(updates.length).toBeLessThan(atMost(changed));
  });

  it("shows 50 displays of a megabyte, awaited or not", () => {
    expect(ran("large")[0].outputs.map(({ data }) => parseInt(data!["text/plain"]))).toEqual(
      Array.from({ length: 50 }, (_, at) => at),
    );
  });

  it("may be one whose broadcast returns nothing, as newer Denos have it: displays of the library hold", () => {
    const [shown] = ran("returns nothing");
    expect(shown.error).toBe(null);
    expect(shown.outputs.at(-1)!.data).toEqual({ "text/plain": "three" });
  });

  it("asks the reader for input", () => {
    expect(shownBy(ran("asked")[0])).toBe('"Ada"');
  });

  it("says nothing of silent cells", () => {
    const [silent, [after]] = came("silent");
    expect(silent.status).toBe("ok");
    expect(after.reply.execution_count).toBe(1);
  });

  it("keeps to the cores it is given", () => {
    expect(shownBy(ran("one core")[0])).toBe("1");
  });

  it("restarts in the middle of a cell as Jupyter asks", () => {
    expect(shownBy(ran("restarted").at(-1)!)).toBe('"undefined"');
  });

  it("may be stopped while Deno starts", () => {
    const [, [first, second], [after]] = came("woken");
    expect(first.error.ename).toBe("Interrupted");
    expect(second.status).toBe("aborted");
    expect(shownBy(after)).toBe('"undefined"');
  });

  it("lets go of Deno while a notebook is only looked at, and never once a cell has run", () => {
    const [family, [first]] = came("resting");
    expect(family).toEqual([]);
    expect(shownBy(first)).toBe("2");
    expect(shownBy(came("used")[1][0])).toBe("1");
  });
});
