/** The stop button on the real kernel. */

import { expect, it } from "vitest";
import { isSetUp, root, run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true, write: true, run: true, env: true, setUp: isSetUp });

interface Found {
  shown: string | null;
  error: [string, string] | null;
  alive: boolean;
}

const training = `
var made = 0;
function* training(updates) {
  for (let update = 1; update <= updates; update++) {
    for (const end = performance.now() + 2; performance.now() < end;);
    made = update;
    yield { kind: "update", update, updates, loss: 1 / update };
  }
}`;

/** Runs cells on one kernel, pressing stop after so many seconds of each. */
async function press(cells: readonly { code: string; interrupt?: number[] }[]): Promise<Found[]> {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/cells.json`;
    await Deno.writeTextFile(path, JSON.stringify(cells));
    const script = `import sys; sys.stdin = open(sys.argv[1]); exec(open(sys.argv[2]).read())`;
    const { code, text } = await run("python", [
      "-c",
      script,
      path,
      `${root}/tests/notebook/stop_button.py`,
    ], { cwd: `${root}/tests/notebook` });
    expect(code, text).toBe(0);
    return JSON.parse(text.trim().split("\n").at(-1)!);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

describe("the stop button on the kernel", () => {
  it("ends long loops with Interrupted, keeps the state, and the kernel goes on", async () => {
    const found = await press([
      { code: `import { follow } from "lib/notebook/follow.ts";` },
      { code: `import { interruptible } from "lib/notebook/interrupt.ts"; var kept = 41;` },
      { code: training },
      { code: `await follow(training(20_000));`, interrupt: [1] },
      { code: `[kept, made > 50, made < 10_000].join()` },
      { code: `for await (const _ of interruptible(training(20_000))) {}`, interrupt: [1] },
      {
        code: `await new Promise((resolve) => setTimeout(resolve, 900)); kept + 1`,
        interrupt: [0.3],
      },
    ]);
    expect(found.map(({ alive }) => alive)).not.toContain(false);
    expect(found[3].error?.[0]).toBe("Interrupted");
    expect(found[3].shown).toMatch(/^training: [\d,]+ updates, then stopped$/);
    expect(found[4].shown).toBe('"41,true,true"');
    expect(found[5].error?.[0]).toBe("Interrupted");
    expect(found[6]).toEqual({ shown: "42", error: null, alive: true });
  });

  it("ends a cell that never gives way, and keeps the state", async () => {
    const found = await press([
      { code: `import "lib/notebook/interrupt.ts"; var kept = 41;` },
      { code: `while (true);`, interrupt: [0.2] },
      { code: `kept` },
    ]);
    expect(found[1].error?.[0]).toBe("Interrupted");
    expect(found[2]).toEqual({ shown: "41", error: null, alive: true });
  });
});
