import { describe, expect, it } from "vitest";
import { bundleOf } from "lib/notebook/display.ts";
import { sound } from "lib/notebook/sound.ts";

/** The bytes of the WAV file inside a sound. */
function fileOf(samples: readonly number[]): Uint8Array {
  const html = String(bundleOf(sound(samples, { sampleRate: 8000, caption: "x" }))["text/html"]);
  const base64 = /base64,([^"]*)"/.exec(html)![1];
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

describe("sound", () => {
  it("is a WAV file of one channel with 8 bits a sample", () => {
    const file = fileOf([-1, 0, 1, 0]);
    const view = new DataView(file.buffer);
    const text = (from: number) => String.fromCharCode(...file.subarray(from, from + 4));
    expect([text(0), text(8), text(12), text(36)]).toEqual(["RIFF", "WAVE", "fmt ", "data"]);
    expect(view.getUint32(4, true)).toBe(file.length - 8);
    expect([view.getUint16(20, true), view.getUint16(22, true)]).toEqual([1, 1]);
    expect(view.getUint32(24, true)).toBe(8000);
    expect(view.getUint16(34, true)).toBe(8);
    expect(view.getUint32(40, true)).toBe(4);
    expect([...file.subarray(44)]).toEqual([0, 128, 255, 128]);
  });

  it("cuts off what is too loud, and fills up to an even length", () => {
    const file = fileOf([-2, 7, 0]);
    expect([...file.subarray(44)]).toEqual([0, 255, 128, 0]);
    expect(new DataView(file.buffer).getUint32(40, true)).toBe(3);
    expect(new DataView(file.buffer).getUint32(4, true)).toBe(file.length - 8);
  });

  it("says in words what is to be heard, with markup escaped", () => {
    const bundle = bundleOf(sound([0], { sampleRate: 8000, caption: "A < B" }));
    expect(bundle["text/plain"]).toBe("Sound: A < B");
    expect(bundle["text/html"]).toContain("A &lt; B<br><audio controls");
  });

  it("refuses what is no sound", () => {
    expect(() => sound([], { sampleRate: 8000, caption: "x" })).toThrow(
      "samples is the list [], and a list or typed array of at least 1 number is wanted",
    );
    expect(() => sound([0], { sampleRate: 0.5, caption: "x" })).toThrow(
      "sampleRate is 0.5, and a whole number from 1 to 192000 is wanted",
    );
  });
});
