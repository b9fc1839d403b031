/** Trainings end in the same bits whether or not V8 checks every access and packs vectors, and in Node. */

import { describe, expect, it } from "vitest";
import { fingerprint } from "../browser/fingerprint.ts";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";
import { allShared } from "../support/shared_training.ts";

const REVECTORIZE = "--experimental-wasm-revectorize";
const UNCHECKED = "--no-wasm-bounds-checks";

const guarded = needs({ read: true, write: true, run: true, env: true });

/** What a program prints in a Deno with these flags, and whether it ends well: not where Deno does not know them. */
async function ran(program: string, flags: readonly string[]): Promise<[boolean, string]> {
  const { DENO_V8_FLAGS: _, ...env } = Deno.env.toObject();
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    cwd: root,
    clearEnv: true,
    env: flags.length > 0 ? { ...env, DENO_V8_FLAGS: flags.join(",") } : env,
    stderr: "null",
  }).output();
  return [success, new TextDecoder().decode(stdout).trim()];
}

/** Whether there is a Node here. */
const hasNode = guarded.missing.length === 0 &&
  await new Deno.Command("node", { args: ["--version"], stdout: "null", stderr: "null" })
    .output().then(({ success }) => success, () => false);

describe.skipIf(!hasNode)("Node", () => {
  it("trains to the same bits", async () => {
    const folder = await Deno.makeTempDir({ prefix: "node_" });
    try {
      const bundled = await new Deno.Command(Deno.execPath(), {
        args: [
          "bundle",
          "--quiet",
          `--output=${folder}/run.mjs`,
          "tests/support/shared_training.ts",
        ],
        cwd: root,
      }).output();
      expect(bundled.success, new TextDecoder().decode(bundled.stderr)).toBe(true);
      const { stdout } = await new Deno.Command("node", { args: [`${folder}/run.mjs`] }).output();
      expect(new TextDecoder().decode(stdout).trim()).toBe(await allShared(1));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
});

guarded.describe("the settings of V8", () => {
  describe.each([
    ["every check on", []],
    ["packing alone", [REVECTORIZE]],
    ["no check of single accesses", [UNCHECKED]],
    ["both, as the course starts it", [REVECTORIZE, UNCHECKED]],
  ])("%s", (_name, flags) => {
    it("gives the same bits", async () => {
      const [known] = await ran("0", flags); // processors other than x86-64 have no such flag of packing
      const found = await ran(
        `import { fingerprint } from "./tests/browser/fingerprint.ts"; console.log(fingerprint());`,
        flags,
      );
      expect(found).toEqual(known ? [true, fingerprint()] : [false, ""]);
      expect(known || flags.includes(REVECTORIZE)).toBe(true);
    });
  });
});
