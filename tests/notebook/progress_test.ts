import { describe, expect, it } from "vitest";
import { progress } from "lib/notebook/progress.ts";
import { recorder } from "./recorder.ts";

/** Runs 100 steps of some milliseconds each, on a clock of the test's own. */
async function run(milliseconds: number) {
  const { screen, sent } = recorder();
  let time = 0;
  const reading = progress({ total: 100, label: "reading", now: () => time, screen });
  for (let i = 0; i < 100; i++) {
    time += milliseconds;
    reading.step();
  }
  await reading.finish();
  return sent.map(({ bundle }) => bundle["text/plain"] as string);
}

describe("progress", () => {
  it("says nothing about what takes less than two seconds", async () => {
    expect(await run(19)).toEqual(["", "reading: 100 of 100"]);
  });

  it("says how much time is left after two seconds, four times a second", async () => {
    const texts = await run(100);
    expect(texts[1]).toBe("reading: 20 of 100 · about 8 s left");
    expect(texts[2]).toBe("reading: 23 of 100 · about 8 s left");
    expect(texts.length).toBeLessThan(32);
  });

  it("ends the same on a fast and on a slow machine, without times", async () => {
    const [fast, slow] = [await run(1), await run(500)];
    expect(fast[fast.length - 1]).toBe(slow[slow.length - 1]);
    expect(slow[slow.length - 1]).not.toMatch(/left| s\b/);
  });

  it("ends with the sentence it is given", async () => {
    const { screen, sent } = recorder();
    await progress({ total: 3, label: "reading", screen }).finish("3 pages read");
    expect(sent[sent.length - 1].bundle).toEqual({ "text/plain": "3 pages read" });
  });
});
