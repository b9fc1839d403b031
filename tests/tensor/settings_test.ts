/** Trainings end in the same bits whether or not V8 checks every access and packs vectors, and in Node. */

import { describe, expect, it } from "vitest";
import { fingerprint } from "../browser/fingerprint.ts";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";
import { allShared } from "../support/shared_training.ts";

const REVECTORIZE = "--experimental-wasm-revectorize";
const UNCHECKED = "--no-wasm-bounds-checks";

const guarded = needs({ read: true, write: true, run: true, env: true });

/** The fingerprint in a Deno with these flags; null where it does not know them. */
async function fingerprintWith(flags: readonly string[]): Promise<string | null> {
  const { DENO_V8_FLAGS: _, ...env } = Deno.env.toObject();
  const program = 'import { fingerprint } from "./tests/browser/fingerprint.ts";' +
    "console.log(fingerprint());";
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    cwd: root,
    clearEnv: true,
    env: flags.length > 0 ? { ...env, DENO_V8_FLAGS: flags.join(",") } : env,
    stderr: "null",
  }).output();
  return success ? new TextDecoder().decode(stdout).trim() : null;
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
  }, 60_000);
});

guarded.describe("the settings of V8", () => {
  describe.each([
    ["every check on", []],
    ["packing alone", [REVECTORIZE]],
    ["no check of single accesses", [UNCHECKED]],
    ["both, as the course starts it", [REVECTORIZE, UNCHECKED]],
  ])("%s", (_name, flags) => {
    it("gives the same bits", async () => {
      const found = await fingerprintWith(flags);
      if (found !== null || flags.length === 0) expect(found).toBe(fingerprint());
      else expect(found).toBe(null); // this processor has no such flag
    }, 60_000);
  });
});
