/** `./learn test` finds tests by a part of their path, and says in one sentence that it found none. */

import { describe, expect, it } from "vitest";
import { pathsFor } from "../../tools/run_tests.ts";

const files = ["lib/examples_test.ts", "tests/numeric_test.ts", "tests/cells/gru_test.ts"];
const paths = (...given: string[]) => pathsFor(given, files, (path) => path === "tests/cells");

describe("./learn test", () => {
  it.each([
    ["numeric", "tests/numeric_test.ts"],
    ["cells", "tests/cells/gru_test.ts"],
    ["cells/gru", "tests/cells/gru_test.ts"],
    ["gru_test.ts", "tests/cells/gru_test.ts"],
    ["examples", "lib/examples_test.ts"],
    ["tests/cells", "tests/cells"],
  ])("finds %s", (word, found) => expect(paths(word)).toEqual([found]));

  it("hands options on, and what belongs to them", () => {
    const given = ["--filter", "numeric", "--parallel"];
    expect(paths(...given)).toEqual(given);
    expect(paths()).toEqual([]);
  });

  it.each([
    ["gr", "the tests lie in tests/"],
    ["numer", "near it is tests/numeric_test.ts"],
    ["tests/cells/gone_test.ts", "the tests lie in tests/"],
  ])("says that there is no %s", (word, hint) => {
    expect(paths(word)).toBe(
      `Cannot run the tests of ${word}: no test file, and no folder with any, has a path with that in it; ${hint}.`,
    );
  });
});
