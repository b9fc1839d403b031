/**
 * The held figures: whether each training runs, and whether what is committed belongs together. The figures
 * themselves are `./learn gauntlet`, which takes minutes.
 */

import { describe, expect, it } from "vitest";
import { HELD_FIGURES } from "../../tools/gauntlet/held_figures.ts";
import { readme, type Result } from "../../tools/gauntlet/readme.ts";
import { holdAgainst, line, readOptions, SEEDS } from "../../tools/gauntlet/run.ts";
import { sideBySide } from "../../tools/gauntlet/side_by_side.ts";
import { type TrainingName, TRAININGS } from "../../tools/gauntlet/trainings/all.ts";
import { needs } from "../support/permissions.ts";

const { describe: whenReading } = needs({ read: true });
const committed = (name: string) =>
  Deno.readTextFile(new URL(`../../tools/gauntlet/${name}`, import.meta.url));
const names = Object.keys(TRAININGS) as TrainingName[];

describe("the held figures", () => {
  it("have ids of their own and use every training", () => {
    const ids = HELD_FIGURES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const used = HELD_FIGURES.flatMap(({ training, control }) => [training, control.training]);
    expect([...new Set(used)].sort()).toEqual([...names].sort());
  });
});

describe("a training", () => {
  for (const name of names) {
    it(`measures a number after two updates: ${name}`, () => {
      expect(TRAININGS[name](0, 2)).toSatisfy(Number.isFinite);
    });
  }
});

describe("the command line", () => {
  it("takes a part of a figure's name, seeds and files", () => {
    expect(readOptions([])).toEqual({
      figures: HELD_FIGURES,
      seeds: SEEDS,
      json: null,
      write: false,
    });
    const { figures, seeds, json } = readOptions(
      ["--only", "human", "--seeds", "100-104", "--json", "x.json"],
    );
    expect(figures).toEqual(HELD_FIGURES.filter(({ id }) => id.startsWith("held.human-numbers.")));
    expect(seeds).toEqual([100, 101, 102, 103, 104]);
    expect(json).toBe("x.json");
  });

  it("says what it cannot do", () => {
    expect(() => readOptions(["--only", "speech"])).toThrow("Cannot run speech: found no such");
    expect(() => readOptions(["--only"])).toThrow("Cannot read --only: nothing follows it");
    expect(() => readOptions(["--fast"])).toThrow("Cannot read --fast: wanted --only NAME");
    expect(() => readOptions(["--write", "--seeds", "5-9"])).toThrow("Cannot write");
    expect(() => readOptions(["--write", "--only", "adding"])).toThrow("Cannot write");
  });
});

whenReading("what is committed", () => {
  const results = async (): Promise<Result[]> => JSON.parse(await committed("results.json"));

  it("has the figures as they are held now, each as expected", async () => {
    const kept = (await results()).map((result) => ({
      id: result.id,
      claim: result.claim,
      threshold: result.threshold,
      control: [result.control?.claim, result.control?.threshold],
      print: [result.figure, result.source, result.differs],
    }));
    const held = HELD_FIGURES.map(({ id, claim, holds, summary = "median", control, ...rest }) => {
      const judged = summary === "median" ? "median" : "every value";
      return {
        id,
        claim,
        threshold: `${judged} ${holds.text}`,
        control: [control.claim, `${judged} ${control.holds.text}`],
        print: [rest.figure, rest.source, rest.differs],
      };
    });
    expect(kept).toEqual(held);
    for (const { asExpected, seeds } of await results()) {
      expect([asExpected, seeds]).toEqual([true, SEEDS]);
    }
  });

  it("has the page that the results make", async () => {
    expect(await committed("README.md")).toBe(readme(await results()));
  });
});

whenReading("running figures", () => {
  const xor = HELD_FIGURES.filter(({ id }) => id === "held.temporal-xor");

  it("gives the committed bits again", async () => {
    const [kept] = (JSON.parse(await committed("results.json")) as Result[])
      .filter(({ id }) => id === "held.temporal-xor");
    const [found] = await holdAgainst(xor, SEEDS, { workers: 2 });
    expect(found).toEqual(kept);
    expect(line(found)).toMatch(/^passed: held.temporal-xor: in print 0.983/);
  });

  it("goes red for a net that has hardly learned", async () => {
    const [found] = await holdAgainst(xor, SEEDS, { workers: 1, updates: 1 });
    expect(found.asExpected).toBe(false);
    expect(line(found)).toMatch(/^FAILED: held.temporal-xor/);
  });

  it("says which training broke, on which seed", async () => {
    const jobs = [{ training: "xorElman", seed: 7, updates: 0 }] as const;
    await expect(sideBySide(jobs, { workers: 1 })).rejects.toThrow(
      "Cannot run the training xorElman with seed 7: Cannot train: updates is 0",
    );
  });
});
