import { describe, expect, it } from "vitest";
import {
  breathe,
  interrupt,
  Interrupted,
  interruptible,
  interruptSignal,
} from "lib/notebook/interrupt.ts";

describe("the stop button", () => {
  it("stops loops that run now and not those that start later", () => {
    const now = interruptSignal();
    interrupt();
    expect(now.aborted).toBe(true);
    expect(interruptSignal().aborted).toBe(false);
  });

  it("is heard while giving way", async () => {
    const signal = interruptSignal();
    setTimeout(interrupt, 0);
    await expect((async () => {
      for (let i = 0; i < 100; i++) await breathe(signal);
    })()).rejects.toThrow(Interrupted);
  });

  it("stops a loop over anything", async () => {
    const signal = interruptSignal();
    let count = 0;
    const loop = async () => {
      for await (
        const n of interruptible(Array.from({ length: 1000 }, (_, i) => i), { signal, every: 0 })
      ) {
        if (n === 5) interrupt();
        count++;
      }
    };
    await expect(loop()).rejects.toThrow(Interrupted);
    expect(count).toBe(6);
  });

  it("passes everything on when nobody presses it", async () => {
    const seen: number[] = [];
    for await (const n of interruptible([1, 2, 3])) seen.push(n);
    expect(seen).toEqual([1, 2, 3]);
  });

  it("says Interrupted, briefly", () => {
    const error = new Interrupted();
    expect(error.name).toBe("Interrupted");
    expect(error.stack).toBe("Interrupted: stopped; everything computed so far is kept");
  });
});
