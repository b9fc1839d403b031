/** The place where cells run, as a page describes itself. */

import { afterEach, describe, expect, it } from "vitest";
import { unfit } from "lib/notebook/fit.ts";
import { currentScreen, inNotebook, plainText, show } from "lib/notebook/display.ts";
import { currentHost, type Host, hostSymbol, told } from "lib/notebook/host.ts";
import { seeds } from "lib/notebook/seeds.ts";
import { currentProgress } from "lib/exercises/progress.ts";

const place = globalThis as { [hostSymbol]?: Host };

/** A page that notes what it is sent. */
function page(variables: Record<string, string> = {}) {
  const sent: [string, unknown][] = [];
  const noted: [string, string][] = [];
  place[hostSymbol] = {
    send: (type, content) => Promise.resolve(void sent.push([type, content])),
    onStop: () => {},
    variable: (name) => variables[name],
    progress: { read: () => ({}), note: (id, state) => void noted.push([id, state]) },
  };
  return { sent, noted };
}

afterEach(() => void delete place[hostSymbol]);

describe("the place where cells run", () => {
  it("is none in a test", () => {
    expect(currentHost()).toBe(undefined);
    expect(inNotebook()).toBe(false);
  });

  it("is a page that says so: it is shown things, and asked for seeds and progress", async () => {
    const { sent, noted } = page({ SEEDS: "7-9" });
    expect(inNotebook()).toBe(true);
    expect(currentScreen().live).toBe(true);
    await show("a word");
    await show(plainText("another"));
    expect(sent.map(([type]) => type)).toEqual(["display_data", "display_data"]);
    expect(sent[0][1]).toMatchObject({ data: { "text/plain": "a word" } });
    expect(seeds()).toEqual([7, 8, 9]);
    currentProgress().note("03.latch", "right");
    expect(noted).toEqual([["03.latch", "right"]]);
  });

  it("is told to choose the course's kernel, once and by name, where Deno's own runs", () => {
    const version = "9.9.9";
    expect(unfit({ course: true, chosen: false, version })).toBe(undefined);
    expect(unfit({ course: false, chosen: true, version })).toBe(undefined);
    expect(unfit({ course: false, chosen: false, version })).toMatch(
      /Deno 9\.9\.9 itself.*choose the kernel “Deno, this course”/,
    );
  });

  it("keeps no progress where it is told to", () => {
    const { noted } = page({ PROGRESS: "off" });
    currentProgress().note("03.latch", "right");
    expect(noted).toEqual([]);
    expect(told("PROGRESS")).toBe("off");
  });
});
