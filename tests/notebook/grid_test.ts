/** In a notebook a grid that is run again, or stopped on the way, leaves no old results that pass for new. */

import { describe, expect, it } from "vitest";
import { rnn } from "../../lib/cells/rnn.ts";
import { silentScreen } from "../../lib/notebook/display.ts";
import { grid } from "../../lib/notebook/grid.ts";
import { parity } from "../../lib/tasks/parity.ts";

const short = { task: parity(), model: { cell: rnn, hiddenSize: 3 }, updates: 2 };
const run = (options: object) =>
  grid({ seed: [0] }, () => short, { screen: silentScreen, workers: 0, ...options });

describe("results of an earlier grid", () => {
  it("are stale when one of the same label has run", async () => {
    const first = await run({ label: "again" });
    const other = await run({ label: "something else" });
    expect(first.stale()).toBeUndefined();
    const second = await run({ label: "again" });
    expect(first.stale()).toBe('"again" was run again');
    expect([second.stale(), other.stale()]).toEqual([undefined, undefined]);
  });

  it("are stale when one of the same label was stopped", async () => {
    const first = await run({ label: "stopped" });
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(run({ label: "stopped", signal })).rejects.toThrow("stop");
    expect(first.stale()).toBe('"stopped" was begun again, and has not come to its end');
  });

  it("are nobody's business without a label", async () => {
    const first = await run({});
    await run({});
    expect(first.stale()).toBeUndefined();
  });
});
