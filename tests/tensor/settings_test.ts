/** Trainings end in the same bits whether or not V8 checks every access and packs vectors. */

import { describe, expect, it } from "vitest";
import { fingerprint } from "../browser/fingerprint.ts";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const REVECTORIZE = "--experimental-wasm-revectorize";
const UNCHECKED = "--no-wasm-bounds-checks";

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

needs({ read: true, run: true, env: true }).describe("the settings of V8", () => {
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
