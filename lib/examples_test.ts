/**
 * The examples in the documentation of lib/, run, with the values that their comments state compared. It is also what
 * `deno test lib` finds; the tests of a part lie in the folder of its name in tests/, as in `deno test tests/cells`.
 */

import { expect, it } from "vitest";
import { examplesIn, runExample } from "../tests/support/examples.ts";
import { needs } from "../tests/support/permissions.ts";

const root = new URL("../", import.meta.url);

function* filesBelow(folder: string): Generator<string> {
  const entries = [...Deno.readDirSync(new URL(folder, root))];
  for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    if (isDirectory) yield* filesBelow(`${folder}${name}/`);
    else if (/(?<!_test)\.ts$/.test(name)) yield `${folder}${name}`;
  }
}

// Examples may do what the library does: read data, start workers, and look at their surroundings.
const guarded = needs({ read: true, env: true, write: true });
const examples = guarded.missing.length > 0 ? [] : [...filesBelow("lib/")]
  .flatMap((file) => examplesIn(file, Deno.readTextFileSync(new URL(file, root))));

guarded.describe("examples (the tests lie in tests/)", () => {
  it("are found", () => expect(examples.length).toBeGreaterThan(100));
  it.each(examples.map((example) => [`${example.file}:${example.line}`, example] as const))(
    "%s",
    (_, example) => runExample(example, root),
  );
});
