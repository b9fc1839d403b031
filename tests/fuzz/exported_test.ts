/**
 * Every function that a file of lib/ exports for others looks at what it is given: called with things that are none of
 * what it wants, it answers or refuses in words of ours. What only the library itself calls says so with `@ignore`.
 */

import { expect } from "vitest";
import { unclear } from "../../tools/fuzz/judge.ts";
import { needs } from "../support/permissions.ts";

/** Rooms whose functions `./learn fuzz` does not all call. */
const rooms = [
  "tensor",
  "tensor/ops",
  "cells",
  "training",
  "data",
  "experiments",
  "notebook",
  "plots",
  "tasks",
  "checks",
];

/** Not called, and why. */
const notCalled: Readonly<Record<string, string>> = {
  forgetCheckpoint: "removes a file of that name",
  interrupt: "stops the tests that run beside this one",
  show: "writes to the console; tests/notebook/options_test.ts",
};

const wrong = [5, "x", null, [], {}, [1, 2], Number.NaN, () => 1];
const given = [[], ...wrong.flatMap((one) => [[one], [one, one], [one, one, one]])];

const lib = new URL("../../lib/", import.meta.url);

/** The functions that a file exports, but for those that say they are for the library itself. */
async function exported(path: URL): Promise<[string, (...given: unknown[]) => unknown][]> {
  const source = Deno.readTextFileSync(path);
  const module = await import(path.href);
  return Object.entries<unknown>(module).filter(
    (entry): entry is [string, (...given: unknown[]) => unknown] => {
      const [name, value] = entry;
      const at = source.search(new RegExp(`export (async )?(function\\*?|const) ${name}\\b`));
      return typeof value === "function" && at >= 0 && !(name in notCalled) &&
        !source.slice(source.lastIndexOf("/**", at), at).includes("@ignore");
    },
  );
}

const { describe, it } = needs({ read: true });

describe("every exported function", () => {
  for (const room of rooms) {
    it(`of lib/${room} answers, or refuses in words of ours`, async () => {
      const odd: string[] = [];
      let calls = 0;
      for (const { name: file } of Deno.readDirSync(new URL(room, lib))) {
        if (!file.endsWith(".ts") || file === "worker.ts") continue;
        for (const [name, called] of await exported(new URL(`${room}/${file}`, lib))) {
          for (const args of given) {
            calls++;
            try {
              await called(...args);
            } catch (error) {
              const why = unclear(error);
              if (why !== undefined) odd.push(`${name}(${Deno.inspect(args)}): ${why}`);
            }
          }
        }
      }
      expect(odd).toEqual([]);
      expect(calls).toBeGreaterThan(50);
    }, 120_000);
  }
});
