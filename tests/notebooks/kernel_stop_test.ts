/** The stop button on the course's kernel: whatever a cell does, it ends, what is queued is dropped, and state is kept. */

import { expect, it } from "vitest";
import { cells, inKernels, onKernel, type Ran, shownBy, type Step } from "./kernel_driver.ts";

const worker = (source: string) =>
  `const worker = new Worker("data:text/javascript,${source}", { type: "module" });`;

const training = "a plain loop over a training";
const question = "a question to its reader";

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
  "an async generator": `async function* counted() { for (let at = 0;; at++) yield at; }
for await (const at of counted()) if (at < 0) break;`,
  [question]: `prompt("your name?")`,
  "a loop that prints": `while (true) console.log("and on, and on");`,
  "a loop that prints in two colours, and gives way":
    `for (;;) { console.log("and on"); console.error("and on"); await 0; }`,
  "a loop of displays":
    `for (;;) await Deno.jupyter.display({ "text/plain": "and on" }, { raw: true });`,
  "a worker in a loop": `${worker("while (true) {}")}
await new Promise((resolve) => worker.onmessage = resolve);`,
  "a worker that says nothing of use": `${worker("setInterval(() => postMessage(1), 100)")}
await new Promise((resolve) => worker.addEventListener("message", ({ data }) => data === 2 && resolve()));`,
  "a loop that reads a file": `while (true) await Deno.readTextFile("../README.md");`,
  "a loop of digests that catches everything":
    `while (true) try { await crypto.subtle.digest("SHA-256", new Uint8Array(9)); } catch {}`,
  "twenty loops at once":
    `await Promise.all(Array.from({ length: 20 }, async () => { while (true) await Deno.stat("."); }));`,
  "messages to and fro": `const { port1, port2 } = new MessageChannel();
port1.onmessage = () => port1.postMessage(0);
port1.postMessage(0);
while (true) await new Promise((resolve) => {
  port2.onmessage = resolve;
  port2.postMessage(0);
});`,
  "another program": `await new Deno.Command("sleep", { args: ["60"] }).output();`,
  "a connection that nobody makes":
    `await Deno.listen({ hostname: "127.0.0.1", port: 0 }).accept();`,

  [training]: `import { rnn } from "lib/cells/rnn.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { createRandom } from "lib/random.ts";
import { temporalXor } from "lib/tasks/temporal_xor.ts";
import { train } from "lib/training/train.ts";
const task = temporalXor();
const { input, outputSize } = task;
const model = sequenceModel({ input, outputSize, cell: rnn, hiddenSize: 8, random: createRandom(0) });
for (const event of train({ model, task, updates: 10_000_000, seed: 0 })) {
  if (event.update === 100) console.log("it trains");
  var made = event.update;
}`,
};

const stopTraining = { cells: [busy[training]], press: ["it trains"] };
const how: Readonly<Record<string, Step>> = {
  [training]: stopTraining,
  [question]: { input: false },
};

/** Steps for a kernel that keeps its state through all of these. */
function stopping(kinds: readonly string[]): Record<string, readonly Step[]> {
  return Object.fromEntries(kinds.map((kind, at) => [kind, [
    ...at === 0 ? [{ cells: ["let kept = 42"] }] : [],
    {
      press: [1],
      ...how[kind],
      cells: [busy[kind], "var second = 1", "var third = 1"],
    },
    { cells: ["[kept, typeof second, typeof third].join()"] },
  ]]));
}

onKernel.describe("the stop button", () => {
  const kinds = Object.keys(busy);
  const came = inKernels(
    { parts: stopping(kinds.filter((_, at) => at % 2 === 0)) },
    { parts: stopping(kinds.filter((_, at) => at % 2 === 1)) },
    {
      parts: {
        "trained on": [
          stopTraining,
          {
            cells: [`let updates = 0;
for (const { kind } of train({ model, task, updates: 20, seed: 0 })) if (kind === "update") updates++;
[made > 0, updates].join()`],
          },
        ],
        "flooded": [
          { cells: [busy["a loop that prints"]], press: [4] },
          { deaf: true },
          { cells: [`for (;;) console.log("x".repeat(1000));`], press: ["has printed 10 MB"] },
          { weight: true },
          {
            cells: [`const line = new TextEncoder().encode("x".repeat(1000) + "\\n");
for (let at = 0; at < 200_000; at++) await Deno.stdout.write(line);`],
          },
          { cells: ["Deno.memoryUsage().rss < 400_000_000"] },
          { cells: [busy["a loop of displays"]], press: [4] },
          { weight: true },
        ],
        "left behind": [
          {
            cells: [`var ticks = 0;
setInterval(() => console.log(++ticks), 20);
const { follow } = await import("lib/notebook/follow.ts");
const going = follow(train({ model, task, updates: 10_000_000, seed: 0 })).then(String, String);`],
          },
          { request: ["interrupt_request", {}], channel: "control" },
          { quiet: 4 }, // who runs a cell at once keeps what was left
          ...cells(
            "await going",
            `let before;
do {
  before = ticks;
  await new Promise((resolve) => setTimeout(resolve, 300));
} while (before < ticks);
"quiet"`,
          ),
        ],
        "pressed twice": [
          {
            cells: [`const held = new Promise((resolve) => setTimeout(resolve, 60_000));
await held;`],
            press: [1, "press stop again"],
          },
          { cells: ["1 + 1"] },
        ],
      },
    },
  );

  it.each(kinds)("ends %s", (kind) => {
    const [[stopped, ...queued], [after]] = came(kind).slice(-2) as [Ran[], Ran[]];
    expect(stopped.error).toMatchObject({ ename: "Interrupted" });
    expect(stopped.error!.traceback).toEqual([
      "Interrupted: stopped; everything computed so far is kept",
    ]);
    expect(queued.map(({ status }) => status)).toEqual(["aborted", "aborted"]);
    expect(shownBy(after)).toBe('"42,undefined,undefined"');
  });

  it("trains on after a training was stopped in a plain loop", () => {
    const [, [after]] = came("trained on") as [Ran[], Ran[]];
    expect(shownBy(after)).toBe('"true,20"');
  });

  it("ends what cells have left behind, when none runs", () => {
    const [[going], [quiet]] = came("left behind").slice(3) as Ran[][];
    expect(shownBy(going)).toContain("Interrupted");
    expect(shownBy(quiet)).toBe('"quiet"');
  });

  it("is heard soon in a flood of lines, which takes the kernel no memory to speak of", () => {
    const [[{ error, seconds }], , [flood], megabytes] = came("flooded") as [Ran[], 0, Ran[], 0];
    expect(error!.ename).toBe("Interrupted"); // unheard it has no end
    const lines = shownBy(flood).split("\n").filter((line) => line === "x".repeat(1000)).length;
    expect(lines).toBeGreaterThan(9000);
    expect(lines).toBeLessThan(10_001);
    expect(shownBy(flood)).toContain("\nThis cell has printed 10 MB: ");
    expect(megabytes).toBeLessThan(250); // it is sent 11 MB of each; 2,700 after a minute, where nothing bounds it
    const [, , , , [written], [small]] = came("flooded") as Ran[][];
    expect(shownBy(written)).toContain("\nThis cell has printed 10 MB: ");
    expect(shownBy(small)).toBe("true"); // 3,600 MB in six seconds, where nothing bounds it
    const [displays] = came("flooded").slice(-1) as number[];
    expect(displays).toBeLessThan(250); // 1,300 MB on a busy machine, where nothing bounds it
    console.log(`a flood ended after ${seconds} s; the kernel takes ${megabytes} MB`);
  });

  it("restarts at the second press what the first could not end, and says so", () => {
    const [[stopped], [after]] = came("pressed twice") as [Ran[], Ran[]];
    expect(stopped.outputs.map(({ text }) => text)).toEqual([
      expect.stringContaining("press stop again to restart the kernel"),
    ]);
    expect(stopped.error!.evalue).toBe(
      "the kernel had to be restarted, since stop was pressed twice: run the cells above again",
    );
    expect(shownBy(after)).toBe("2");
  });
});
