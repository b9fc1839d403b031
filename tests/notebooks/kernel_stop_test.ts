/** The stop button on the course's kernel: whatever a cell does, it ends, what is queued is dropped, and state is kept. */

import { expect, it } from "vitest";
import { drive, onKernel, type Ran, shownBy } from "./kernel_driver.ts";

const worker = (source: string) =>
  `const worker = new Worker("data:text/javascript,${source}", { type: "module" });`;

/** What a cell may be doing when stop is pressed. */
const busy: Readonly<Record<string, string>> = {
  "a loop that never gives way": `while (true) {}`,
  "a loop of awaits": `while (true) await 0;`,
  "a loop of timers": `while (true) await new Promise((resolve) => setTimeout(resolve, 50));`,
  "a timer": `await new Promise((resolve) => setTimeout(resolve, 60_000));`,
  "an interval": `await new Promise(() => setInterval(() => {}, 10));`,
  "a fetch that is not answered": `const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
await fetch(\`http://127.0.0.1:\${listener.addr.port}/\`);`,
  "a promise that never ends": `await new Promise(() => {});`,
  "Atomics.wait": `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
  "a regular expression": `/^(a+)+$/.test("a".repeat(40) + "b");`,
  "a loop that catches everything": `while (true) { try { while (true); } catch {} }`,
  "a worker in a loop": `${worker("while (true) {}")}
await new Promise((resolve) => worker.onmessage = resolve);`,
  "a worker that says nothing of use": `${worker("setInterval(() => postMessage(1), 100)")}
await new Promise((resolve) => worker.addEventListener("message", ({ data }) => data === 2 && resolve()));`,
  "a plain loop over a training": `import { rnn } from "lib/cells/rnn.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { createRandom } from "lib/random.ts";
import { temporalXor } from "lib/tasks/temporal_xor.ts";
import { train } from "lib/training/train.ts";
const task = temporalXor();
const { input, outputSize } = task;
const model = sequenceModel({ input, outputSize, cell: rnn, hiddenSize: 8, random: createRandom(0) });
for (const event of train({ model, task, updates: 10_000_000, seed: 0 })) var made = event.update;`,
};

onKernel.describe("the stop button", () => {
  it.each(Object.entries(busy))("ends %s", async (_, code) => {
    const [, [stopped, ...queued], [after]] = await drive([
      { cells: ["let kept = 42"] },
      { cells: [code, "var second = 1", "var third = 1"], press: [2], patience: 20 },
      { cells: ["[kept, typeof second, typeof third].join()"] },
    ]) as [Ran[], Ran[], Ran[]];
    expect(stopped.error).toMatchObject({ ename: "Interrupted" });
    expect(stopped.error!.traceback).toEqual([
      "Interrupted: stopped; everything computed so far is kept",
    ]);
    expect(queued.map(({ status }) => status)).toEqual(["aborted", "aborted"]);
    expect(shownBy(after)).toBe('"42,undefined,undefined"');
  }, 60_000);

  it("trains on after a training was stopped in a plain loop", async () => {
    const training = busy["a plain loop over a training"];
    const again = `let updates = 0;
for (const { kind } of train({ model, task, updates: 20, seed: 0 })) if (kind === "update") updates++;
[made > 0, updates].join()`;
    const [, [after]] = await drive([
      { cells: [training], press: [3], patience: 20 },
      { cells: [again] },
    ]) as [Ran[], Ran[]];
    expect(shownBy(after)).toBe('"true,20"');
  }, 60_000);

  it("restarts at the second press what the first could not end, and says so", async () => {
    const [[stopped], [after]] = await drive([
      {
        cells: [
          `const held = new Promise((resolve) => setTimeout(resolve, 60_000));
await held;`,
        ],
        press: [1, 7],
        patience: 30,
      },
      { cells: ["1 + 1"] },
    ]) as [Ran[], Ran[]];
    expect(stopped.outputs.map(({ text }) => text)).toEqual([
      expect.stringContaining("press stop again to restart the kernel"),
    ]);
    expect(stopped.error!.evalue).toBe(
      "the kernel had to be restarted, since stop was pressed twice: run the cells above again",
    );
    expect(shownBy(after)).toBe("2");
  }, 60_000);
});
