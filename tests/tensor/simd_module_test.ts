/** The compiled module: what is committed is what the sources give, and it asks for no relaxed instruction. */

import { describe, expect, it } from "vitest";
import * as layout from "lib/tensor/simd/simd.ts";
import { moduleBase64 } from "lib/tensor/simd/module.ts";
import { compileKernels, moduleSource } from "../../tools/build_kernels.ts";
import { needs } from "../support/permissions.ts";

const simd = new URL("../../lib/tensor/simd/", import.meta.url);

needs({ read: true, env: true }).describe("the sources in assembly/", () => {
  it("compile to the committed bytes", async () => {
    const source = moduleSource(await compileKernels());
    expect(Deno.readTextFileSync(new URL("module.ts", simd)) === source).toBe(true);
  });

  it("reserve as much memory as the loader says", () => {
    const text = Deno.readTextFileSync(new URL("assembly/layout.ts", simd));
    const [, bytes] = text.match(/RESERVED: usize = (\d+)/)!;
    expect(layout.RESERVED_ELEMENTS * 4).toBe(Number(bytes));
  });

  it("hold no relaxed instruction", () => {
    for (const { name } of Deno.readDirSync(new URL("assembly/", simd))) {
      const text = Deno.readTextFileSync(new URL(`assembly/${name}`, simd));
      expect(text).not.toMatch(/relaxed_/);
    }
  });

  it("still have their decorators, which deno fmt would drop", () => {
    const text = Deno.readTextFileSync(new URL("assembly/vector.ts", simd));
    expect(text).toMatch(/@inline\nexport function address/);
  });
});

describe("the module", () => {
  it("imports one memory and nothing else", () => {
    const bytes = Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
    expect(imports).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  });

  it("refuses a memory that is too small", () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    expect(() => layout.createSimdKernels(memory)).toThrow(
      "Cannot make kernels over a memory of 65536 bytes: they need 262144 for themselves",
    );
  });
});
