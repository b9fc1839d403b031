/**
 * First names in use in English-speaking countries, with one fixed held-out part.
 *
 * For models of letters all names are written small and each is taken once, in alphabetical order;
 * every tenth is held out. No held-out name is among those for training.
 *
 * @module
 */

import { readText } from "./file.ts";

/** The lists as they came, and all names in two parts. */
export interface Names {
  /** 4,951 names, as written; a few of them twice. */
  readonly female: readonly string[];
  /** 3,898 names, as written. */
  readonly male: readonly string[];
  /** Different names in small letters, to train on. */
  readonly training: readonly string[];
  /** Different names in small letters, to measure on. */
  readonly heldOut: readonly string[];
}

/**
 * Reads the names: data/female_names.txt and data/male_names.txt.
 *
 * @example
 * ```ts
 * import { readNames } from "lib/data/names.ts";
 * import { expect } from "vitest";
 *
 * const names = await readNames();
 * expect(names.training.slice(0, 3)).toEqual(["aaren", "aarika", "aaron"]);
 * expect(names.heldOut).toContain("emma");
 * ```
 */
export async function readNames(): Promise<Names> {
  const [female, male] = await Promise.all(
    ["female_names.txt", "male_names.txt"].map(async (name) =>
      (await readText(name)).trimEnd().split("\n")
    ),
  );
  const all = [...new Set([...female, ...male].map((name) => name.toLowerCase()))].sort();
  return {
    female,
    male,
    training: all.filter((_, i) => i % 10 !== 9),
    heldOut: all.filter((_, i) => i % 10 === 9),
  };
}
