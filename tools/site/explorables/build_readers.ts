/**
 * Trains the readers of the memory microscope on Moby-Dick: `deno task build:readers [--check] [NAME …]`.
 *
 * @module
 */

import { readNovel } from "lib/data/novel.ts";
import { vocabulary } from "lib/data/vocabulary.ts";
import { nextSymbol } from "lib/tasks/next_symbol.ts";
import { evaluate } from "lib/training/evaluate.ts";
import { adam } from "lib/training/optimizer.ts";
import { encodeSafetensors, readSafetensors } from "lib/training/safetensors.ts";
import { train } from "lib/training/train.ts";
import { command, Mistyped } from "../../command.ts";
import { LETTERS, LONGEST, makeReader, type Reader, READERS } from "./readers.ts";

const usage = `./learn build:readers [--check] [NAME ...]
  --check  compare with what is committed, in place of writing it
  NAME     ${READERS.join(", ")}: these, in place of all`;

/** Learning rates one after another, each with so many updates. */
const STAGES = [[0.01, 800], [0.002, 300]] as const;

const novel = await readNovel();
const letters = vocabulary(novel.training + novel.heldOut);
if (letters.symbols.join("") !== LETTERS.join("")) {
  throw new Error(
    `Cannot train the readers: found the letters ${JSON.stringify(letters.symbols.join(""))}, ` +
      `and LETTERS of readers.ts is wanted`,
  );
}
const text = { vocab: LETTERS, timeSteps: LONGEST };
const reading = nextSymbol({ ids: letters.encode(novel.training), ...text });
const unseen = nextSymbol({ ids: letters.encode(novel.heldOut), ...text });

/** A reader's weights after training, as a file. */
function learn(reader: Reader): Uint8Array {
  const model = makeReader(reader);
  STAGES.forEach(([learningRate, updates], stage) => {
    const events = train({
      model,
      task: reading,
      optimizer: adam({ learningRate }),
      updates,
      seed: stage,
    });
    for (const event of events) {
      if (event.kind === "update" && event.update % 500 === 0) {
        console.log(`${reader}: ${event.update} updates, loss ${event.loss.toFixed(3)}`);
      }
    }
  });
  const bits = evaluate(model, unseen, { sequences: 2048 }).loss / Math.LN2;
  return encodeSafetensors(model.params, {
    text: "Moby-Dick, held-out chapters apart",
    bits: bits.toFixed(3),
  });
}

/** Trains readers, and keeps or compares what came of it. */
function main({ check }: { check?: boolean }, names: string[]): number {
  const unknown = names.find((name) => !(READERS as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new Mistyped(`Cannot train ${unknown}: found no such reader; wanted:\n\n${usage}`);
  }
  let different = 0;
  for (const reader of READERS) {
    if (names.length > 0 && !names.includes(reader)) continue;
    const file = new URL(`readers/${reader.toLowerCase()}.safetensors`, import.meta.url);
    const bytes = learn(reader);
    const { bits } = readSafetensors(bytes).metadata;
    const said = `${reader}: ${bytes.length} bytes, ${bits} bits a letter on held-out chapters`;
    if (check) {
      const kept = Deno.readFileSync(file);
      const same = kept.length === bytes.length && kept.every((byte, i) => byte === bytes[i]);
      if (!same) different++;
      console.log(`${said}; ${same ? "as committed, to the bit" : "NOT what is committed"}`);
    } else {
      Deno.mkdirSync(new URL(".", file), { recursive: true });
      Deno.writeFileSync(file, bytes);
      console.log(said);
    }
  }
  return different > 0 ? 1 : 0;
}

await command(usage, { options: { check: { type: "boolean" } }, names: true }, main);
