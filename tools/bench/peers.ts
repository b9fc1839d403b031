/**
 * Installs what the bench compares with, outside the product's own dependencies: PyTorch in a Python environment of
 * its own, TensorFlow.js and jax-js in a folder of their own.
 *
 * ```sh
 * deno task bench:peers
 * ```
 *
 * Everything goes into tools/bench/.peers, which git does not look at; deleting that folder undoes it.
 *
 * @module
 */

import { readLine, runTask } from "../command.ts";
import { exists, peersConfig, peersFolder, peersPython, said } from "./machine.ts";

const PYTORCH = "torch==2.13.0";
const PACKAGES: Readonly<Record<string, string>> = {
  "@tensorflow/tfjs": "npm:@tensorflow/tfjs@4.22.0",
  "@tensorflow/tfjs-backend-wasm": "npm:@tensorflow/tfjs-backend-wasm@4.22.0",
  "@jax-js/jax": "npm:@jax-js/jax@0.1.25",
};

/** Runs a command in view of the reader. */
async function run(command: string, args: readonly string[], cwd = peersFolder): Promise<void> {
  console.log(`$ ${[command.split("/").pop(), ...args].join(" ")}`);
  const { success } = await new Deno.Command(command, { args: [...args], cwd }).spawn().status;
  if (!success) {
    throw new Error(`Cannot install the peers: ${command.split("/").pop()} failed, see above`);
  }
}

/** The first Python that can make environments. */
async function findPython(): Promise<string> {
  for (const name of ["python3", "python"]) {
    if (await said(name, ["-c", "import venv, ensurepip; print(1)"])) return name;
  }
  throw new Error("Cannot install PyTorch: found no Python with venv, wanted Python 3.10 or later");
}

const USAGE =
  `Installs what the bench compares with into tools/bench/.peers: PyTorch, TensorFlow.js and jax-js.

    ./learn bench:peers`;

async function main(): Promise<void> {
  readLine(Deno.args, {});
  await Deno.mkdir(peersFolder, { recursive: true });

  console.log("1 of 2: PyTorch (several hundred megabytes)");
  if (!exists(peersPython)) await run(await findPython(), ["-m", "venv", `${peersFolder}/python`]);
  await run(peersPython, ["-m", "pip", "install", "--disable-pip-version-check", PYTORCH]);

  console.log("\n2 of 2: TensorFlow.js and jax-js");
  await Deno.writeTextFile(
    peersConfig,
    `${
      JSON.stringify(
        { imports: { ...PACKAGES, "lib/": "../../../lib/" }, nodeModulesDir: "auto" },
        null,
        2,
      )
    }\n`,
  );
  await run(Deno.execPath(), ["install", "--config", peersConfig]);

  console.log(
    `\nPyTorch ${await said(peersPython, ["-c", "import torch; print(torch.__version__)"])} and ${
      Object.keys(PACKAGES).join(", ")
    } are there; deno task bench compares with them`,
  );
}

if (import.meta.main) await runTask(USAGE, main);
