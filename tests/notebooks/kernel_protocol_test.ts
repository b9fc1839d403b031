/** The course's kernel as front ends see it: they come and go, red stops what is queued, nothing is lost, nothing dies. */

import { expect, it } from "vitest";
import { drive, onKernel, type Ran, runCells, shownBy } from "./kernel_driver.ts";

onKernel.describe("the course's kernel", () => {
  it("runs nothing of what was queued behind an error, except what wants to run all the same", async () => {
    const [stopped, went, [after]] = await drive([
      { cells: [`1`, `throw new Error("red")`, `globalThis.ran = true`, ...Array(30).fill("0")] },
      { cells: [`throw new Error("red")`, `2`], goOn: true },
      { cells: [`typeof ran`] },
    ]) as [Ran[], Ran[], Ran[]];
    expect(stopped.slice(0, 2).map(({ status }) => status)).toEqual(["ok", "error"]);
    expect(new Set(stopped.slice(2).map(({ status }) => status))).toEqual(new Set(["aborted"]));
    expect(went.map(({ status }) => status)).toEqual(["error", "ok"]);
    expect(shownBy(after)).toBe('"undefined"');
  });

  it("goes on when a front end leaves while cells run", async () => {
    const cell = `await new Promise((resolve) => setTimeout(resolve, 200));
console.log("said to nobody");
globalThis.count = (globalThis.count ?? 0) + 1;`;
    const [, [after]] = await drive([
      { leave: [cell, cell, cell, cell, cell], seconds: 2 },
      { cells: ["count"] },
    ]) as [undefined, Ran[]];
    expect(shownBy(after)).toBe("5");
  });

  it("takes no notice of junk, or of what is signed with another key", async () => {
    const [, [after]] = await drive([{ junk: true }, { cells: ["typeof intruder"] }]);
    expect(shownBy(after)).toBe('"undefined"');
  });

  it("answers odd requests, also while a cell runs", async () => {
    const [, history, ranged, comms, complete, noCode, closed] = await drive([
      { cells: ["1 + 1", "const x = 3;"] },
      {
        request: ["history_request", { hist_access_type: "tail", n: 1, output: false, raw: true }],
      },
      {
        request: ["history_request", {
          hist_access_type: "range",
          session: 0,
          start: 1,
          stop: 2,
          output: true,
          raw: true,
        }],
      },
      { request: ["comm_info_request", {}] },
      { request: ["is_complete_request", { code: "function (" }] },
      { request: ["execute_request", {}] },
      { request: ["no_such_request", {}], channel: "control" },
    ]);
    expect(history.history).toEqual([[1, 2, "const x = 3;"]]);
    expect(ranged.history).toEqual([[1, 1, ["1 + 1", null]]]);
    expect(comms).toMatchObject({ status: "ok", comms: {} });
    expect(complete.status).toMatch(/^(in)?complete|invalid|unknown$/);
    expect(noCode).toMatchObject({ status: "error", ename: "ValueError" });
    expect(closed).toMatchObject({ status: "error", ename: "NotImplementedError" });
  });

  it.each([
    ["Deno.exit", `Deno.exit(3)`, /Deno\.exit was called, or Deno ended by itself, with status 3/],
    [
      "its memory is full",
      `const big = []; while (true) big.push(new Array(1e6).fill(1.5));`,
      /it had no memory left/,
    ],
  ])("ends a cell with one sentence when %s, and is fresh again", async (_, code, reason) => {
    const [[ended], [after]] = await drive([
      { cells: [code], patience: 60 },
      { cells: ["1 + 1"] },
    ], { env: { COURSE_MEMORY_MB: "200" } }) as [Ran[], Ran[]];
    expect(ended.error!.evalue).toMatch(reason);
    expect(ended.error!.evalue).toMatch(/run the cells above again$/);
    expect(shownBy(after)).toBe("2");
  }, 90_000);

  it(
    "is fresh again when Deno is killed, and ends with Deno when it is killed itself",
    async () => {
      const [, killed, [after]] = await drive([
        { cells: ["globalThis.kept = 1"] },
        { kill: "deno" },
        { cells: ["typeof kept"] },
      ]);
      expect(killed).toEqual({ alive: 0, gone: 1 });
      expect(shownBy(after)).toMatch(
        /^The kernel had to be restarted, since it was killed, .*: run the cells above again\n"undefined"$/,
      );
      const [, whole] = await drive([{ cells: ["1"] }, { kill: "kernel" }]);
      expect(whole).toEqual({ alive: 0, gone: 1 });
    },
    60_000,
  );

  it("loses nothing of 20,000 lines, and nothing comes after the cell is over", async () => {
    const [[printed]] = await drive([{
      cells: [`for (let line = 0; line < 20_000; line++) console.log("line " + line);`],
      patience: 60,
    }]) as [Ran[]];
    expect(shownBy(printed)).toBe(
      Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join(""),
    );
    expect(printed.outputs.filter(({ late }) => late)).toEqual([]);
    expect(printed.outputs.length).toBeLessThan(2000);
  }, 90_000);

  it("sends of a display that changes quickly what a person can see, and always the last", async () => {
    const [ran] = await runCells(`const raw = { raw: true, display_id: "one" };
await Deno.jupyter.display({ "text/plain": "0" }, raw);
const end = performance.now() + 1000;
let shown = 0;
while (performance.now() < end) {
  await Deno.jupyter.display({ "text/plain": String(++shown) }, { ...raw, update: true });
}
await Deno.jupyter.display({ "text/plain": "the last" }, { ...raw, update: true });
console.log(shown);`);
    const updates = ran.outputs.filter(({ type }) => type === "update_display_data");
    expect(updates.at(-1)!.data).toEqual({ "text/plain": "the last" });
    expect(updates.length).toBeLessThan(60);
    expect(Number(shownBy({ ...ran, outputs: ran.outputs.slice(-1) }))).toBeGreaterThan(
      updates.length,
    );
  });

  it("shows 50 displays of a megabyte, awaited or not", async () => {
    const [ran] = await runCells(`const big = "x".repeat(1e6);
for (let at = 0; at < 25; at++) await Deno.jupyter.display({ "text/plain": at + " " + big }, { raw: true });
for (let at = 25; at < 50; at++) void Deno.jupyter.display({ "text/plain": at + " " + big }, { raw: true });`);
    expect(ran.outputs.map(({ data }) => parseInt(data!["text/plain"]))).toEqual(
      Array.from({ length: 50 }, (_, at) => at),
    );
  }, 60_000);

  it("may be one whose broadcast returns nothing, as newer Denos have it: displays of the library hold", async () => {
    const [ran] = await runCells(
      `const { openDisplay, plainText } = await import("lib/notebook/display.ts");
const { broadcast } = Deno.jupyter;
Deno.jupyter.broadcast = (...given) => void broadcast(...given);
const display = openDisplay(plainText("one"));
display.update(plainText("two"));
await display.finish(plainText("three"));`,
    );
    expect(ran.error).toBe(null);
    expect(ran.outputs.at(-1)!.data).toEqual({ "text/plain": "three" });
  });

  it("asks the reader for input", async () => {
    const [[asked]] = await drive([{ cells: [`prompt("your name?")`], input: "Ada" }]) as [Ran[]];
    expect(shownBy(asked)).toBe('"Ada"');
  });

  it("says nothing of silent cells", async () => {
    const [silent, [after]] = await drive([
      {
        request: ["execute_request", {
          code: "globalThis.quiet = 7",
          silent: true,
          store_history: false,
        }],
      },
      { cells: ["quiet"] },
    ]);
    expect(silent.status).toBe("ok");
    expect(after.reply.execution_count).toBe(1);
  });

  it("keeps to the cores it is given", async () => {
    const [[ran]] = await drive([{ cells: ["navigator.hardwareConcurrency"] }], {
      env: { COURSE_CORES: "1" },
    }) as [Ran[]];
    expect(shownBy(ran)).toBe("1");
  });

  it("restarts in the middle of a cell as Jupyter asks", async () => {
    const [, , [after]] = await drive([
      { cells: ["globalThis.kept = 1; while (true) {}"], patience: 1 },
      { restart: true },
      { cells: ["typeof kept"] },
    ]);
    expect(shownBy(after)).toBe('"undefined"');
  });
});
