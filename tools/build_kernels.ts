/**
 * Compiles the AssemblyScript kernels in lib/tensor/simd/assembly/ into lib/tensor/simd/module.ts:
 *
 * ```sh
 * deno task build:kernels          # write it
 * deno task build:kernels --check  # fail if what is committed is not what the sources give
 * ```
 *
 * The compiler's version is pinned, so the same sources give the same bytes.
 *
 * @module
 */

import asc from "assemblyscript/asc";
import { command } from "./command.ts";

const simd = new URL("../lib/tensor/simd/", import.meta.url);
const target = new URL("module.ts", simd);

/** No relaxed SIMD: its results may differ from machine to machine. */
const options = [
  "kernels.ts",
  "--outFile=kernels.wasm",
  "-O2",
  "--runtime=stub",
  "--importMemory",
  "--initialMemory=4",
  "--noExportMemory",
  "--enable=simd",
  "--noAssert",
  // Vectors pass between functions of the module only; none is exported.
  "--disableWarning=112",
];

/** The compiled module, from the sources in the work tree. */
export function compileKernels(): Promise<Uint8Array<ArrayBuffer>> {
  return compileAssembly("the kernels", options, readSource);
}

/**
 * Compiles AssemblyScript.
 *
 * @param what named in the error
 * @param options as on the compiler's command line, the first source among them
 * @param readFile the text of a source, null if there is none of this name
 */
export async function compileAssembly(
  what: string,
  options: readonly string[],
  readFile: (name: string) => string | null,
): Promise<Uint8Array<ArrayBuffer>> {
  let binary: Uint8Array<ArrayBuffer> | null = null;
  let messages = "";
  const stream = { write: (text: string | Uint8Array) => void (messages += text) };
  const { error } = await asc.main([...options], {
    readFile,
    writeFile: (_name, contents) => void (binary = contents as Uint8Array<ArrayBuffer>),
    listFiles: () => [],
    stdout: stream as never,
    stderr: stream as never,
  });
  if (error || !binary) throw new Error(`Cannot compile ${what}: ${messages || error}`);
  return binary;
}

function readSource(name: string): string | null {
  try {
    return Deno.readTextFileSync(new URL(name, new URL("assembly/", simd)));
  } catch {
    return null;
  }
}

/** The TypeScript file that carries the module. */
export function moduleSource(binary: Uint8Array): string {
  const base64 = btoa(Array.from(binary, (byte) => String.fromCharCode(byte)).join(""));
  const lines = base64.match(/.{1,88}/g)!.map((line) => `  "${line}"`);
  return "// deno-fmt-ignore-file\n// Compiled from assembly/ by `deno task build:kernels`. Change those files, not this one.\n\n" +
    `/** The WebAssembly module of the kernels, ${binary.length} bytes. */\n` +
    `export const moduleBase64: string =\n${lines.join(" +\n")};\n`;
}

const usage = `./learn build:kernels            compiles them into lib/tensor/simd/module.ts
./learn build:kernels --check    fails if that file is not what the sources give`;

if (import.meta.main) {
  const check = { type: "boolean", default: false } as const;
  await command(usage, { options: { check } }, async ({ check }) => {
    const source = moduleSource(await compileKernels());
    if (!check) Deno.writeTextFileSync(target, source);
    else if (Deno.readTextFileSync(target) !== source) {
      console.error(
        "lib/tensor/simd/module.ts is not what the sources compile to: " +
          "run `deno task build:kernels` and commit the result",
      );
      return 1;
    }
    return 0;
  });
}
