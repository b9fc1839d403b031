/**
 * Started as the course starts it, V8 makes operations of 256 bits of the kernels' pairs. That it still does so is seen
 * in what it says of itself when it compiles them.
 */

import { describe, expect, it } from "vitest";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const FAST = "--experimental-wasm-revectorize,--no-wasm-bounds-checks";

/**
 * A function of WebAssembly that squares eight numbers, two vectors side by side: the plainest pair there is. Where V8
 * packs none of it, the processor has no vectors of 256 bits that V8 knows of (x86 without AVX2, ARM), and nothing can be
 * asked of the kernels.
 */
const PLAIN_PAIR = `new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // WebAssembly, version 1
  1, 6, 1, 0x60, 2, 0x7f, 0x7f, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1, 7, 8, 1, 4, 0x70, 0x61, 0x69, 0x72, 0, 0, // pair(from, to)
  10, 56, 1, 54, 1, 2, 0x7b, // two vectors of its own
  0x20, 0, 0xfd, 0, 4, 0, 0x20, 0, 0xfd, 0, 4, 0, 0xfd, 0xe6, 1, 0x21, 2, // first = from[0] · from[0]
  0x20, 0, 0xfd, 0, 4, 16, 0x20, 0, 0xfd, 0, 4, 16, 0xfd, 0xe6, 1, 0x21, 3,
  0x20, 1, 0x20, 3, 0xfd, 11, 4, 16, 0x20, 1, 0x20, 2, 0xfd, 11, 4, 0, 11 // to[1] = second; to[0] = first
))).exports.pair(0, 64);`;

/** What a call of a kernel needs. */
const withKernels = (call: string) =>
  `import { createSimdKernels, RESERVED_ELEMENTS as x } from "lib/tensor/simd/simd.ts";
  const memory = new WebAssembly.Memory({ initial: 32 });
  const { kernels, tile } = createSimdKernels(memory);
  tile.use(4);
  const [a, b, c, d] = [x, x + 65536, x + 131072, x + 196608];
  ${call}`;

/** What V8 says while it compiles what a program calls, all of it at once and for speed; "" if it does not know the pass. */
async function trace(program: string, more = ""): Promise<string> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    cwd: root,
    env: { DENO_V8_FLAGS: `${FAST},--trace-wasm-revectorize,--no-liftoff${more}`, NO_COLOR: "1" },
    stderr: "null",
  }).output();
  return success ? new TextDecoder().decode(stdout) : "";
}

/** How many functions V8 packed, and how many pairs of stores it found in all. */
function packed(said: string): { functions: number; pairs: number } {
  const decided = [...said.matchAll(/Save: (\d+), cost: (\d+)/g)];
  return {
    functions: decided.filter(([, save, cost]) => Number(save) > Number(cost)).length,
    pairs: [...said.matchAll(/PackNode Store\(/g)].length,
  };
}

const guarded = needs({ read: true, run: true, env: true });
const calls: Record<string, string> = {
  "a product": "kernels.matmul(a, b, c, 16, 16, 16, 0, 0, 0);",
  "a product, A turned": "kernels.matmul(a, b, c, 16, 16, 16, 1, 0, 0);",
  "a product, B turned": "kernels.matmul(a, b, c, 16, 16, 16, 0, 1, 0);",
  "a product, both turned and added": "kernels.matmul(a, b, c, 16, 16, 16, 1, 1, 1);",
  "a product of few columns": "kernels.matmul(a, b, c, 16, 16, 5, 0, 0, 0);",
  exp: "kernels.exp(a, b, 64);",
  tanh: "kernels.tanh(a, b, 64);",
  sigmoid: "kernels.sigmoid(a, b, 64);",
  tanhBackward: "kernels.tanhBackward(a, b, c, 64, 0);",
  add: "kernels.add(a, b, c, 64, 64);",
  softmax: "kernels.softmax(a, b, 2, 32);",
  softmaxBackward: "kernels.softmaxBackward(a, b, c, 2, 32, 0);",
  crossEntropyBackward: "kernels.crossEntropyBackward(a, b, c, d, 2, 32, 0);",
  sgd: "kernels.sgd(a, b, c, 64, 0.1, 0.9);",
  adam: "kernels.adam(a, b, c, d, 64, 1, 0.1, 0.9, 0.99, 1, 1e-8);",
};
const hasPass = guarded.missing.length === 0 && packed(await trace(PLAIN_PAIR)).functions > 0;

describe.skipIf(!hasPass)("V8 packs two vectors into one", () => {
  it("nowhere without AVX2", async () => {
    expect(packed(await trace(PLAIN_PAIR, ",--no-enable-avx2")).functions).toBe(0);
  });

  for (const [name, code] of Object.entries(calls)) {
    it(name, async () => {
      const { functions, pairs } = packed(await trace(withKernels(code)));
      expect(functions).toBeGreaterThan(0);
      expect(pairs).toBeGreaterThan(0);
    });
  }
});
