/**
 * How many characters a second a net writes: an LSTM of 128 units, one character at a time, each drawn from the
 * probabilities that the net gives and read before the next. Ours against PyTorch.
 *
 * ```sh
 * deno task bench:writing [--rounds 5] [--characters 1000]
 * ```
 *
 * @module
 */

import type { Model } from "lib/cells/model.ts";
import { createRandom } from "lib/random.ts";
import { inArena, softmax, withoutGradients } from "lib/tensor/mod.ts";
import { readLine, runTask, wholeNumber } from "../command.ts";
import { benchFile, exists, machine, peersPython } from "./machine.ts";
import { buildModel, startingWeights } from "./ours.ts";
import { lines } from "./protocol.ts";
import { markdown, median } from "./table.ts";

const SIZES = { vocabSize: 64, embeddingSize: 32 };
const CELL = { cell: "lstm", hidden: 128 } as const;

/** What a net wrote, and how long it took. */
interface Written {
  readonly written: readonly number[];
  readonly seconds: number;
}

/**
 * Writes one symbol for each number between 0 and 1: the first whose probability, with those before it, reaches it.
 *
 * @param first what the net reads first
 */
export function write(model: Model, first: number, draws: readonly number[]): number[] {
  const written: number[] = [];
  let symbol = first;
  let state: Parameters<Model["forward"]>[1] = {};
  for (const draw of draws) {
    const batch = {
      timeSteps: 1,
      batch: 1,
      inputs: Int32Array.of(symbol),
      targets: Int32Array.of(0),
    };
    const { odds, next } = withoutGradients(() =>
      inArena(() => {
        const answer = model.forward(batch, state);
        return { odds: softmax(answer.outputs).values(), next: answer.state };
      })
    );
    let [sum, chosen] = [odds[0], 0];
    while (sum < draw && chosen < odds.length - 1) sum += odds[++chosen];
    written.push(chosen);
    symbol = chosen;
    state = { state: next };
  }
  return written;
}

async function main(): Promise<void> {
  const { values } = readLine(Deno.args, {
    rounds: { type: "string", default: "5" },
    characters: { type: "string", default: "1000" },
  });
  const rounds = wholeNumber("rounds", values.rounds);
  const characters = wholeNumber("characters", values.characters);
  const description = await machine();
  const random = createRandom(6);
  const draws = Array.from({ length: characters }, () => random.uniform(0, 1));
  const { vocabSize, embeddingSize } = SIZES;
  const model = buildModel("library", CELL, vocabSize, embeddingSize);
  const weights = await Deno.makeTempFile({ suffix: ".safetensors" });
  const size = { ...CELL, batch: 1, steps: 1 };
  await Deno.writeFile(weights, startingWeights({ case: size, ...SIZES }));
  const request = JSON.stringify({ ...SIZES, hidden: CELL.hidden, weights, first: 0, draws });

  const found: Record<string, Written[]> = { ours: [] };
  const peers = (exists(peersPython) ? [1, 2] : []).map((threads) => {
    const process = new Deno.Command(peersPython, {
      args: [benchFile("peers/writing.py"), String(threads)],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const name = `PyTorch, ${threads} thread${threads > 1 ? "s" : ""}`;
    found[name] = [];
    return { name, input: process.stdin.getWriter(), answers: lines(process.stdout) };
  });
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    const written = write(model, 0, draws);
    const mine = { written, seconds: (performance.now() - start) / 1000 };
    if (round > 0) found.ours.push(mine); // the first wakes everything up
    for (const { name, input, answers } of peers) {
      await input.write(new TextEncoder().encode(`${request}\n`));
      const theirs: Written = JSON.parse((await answers.next()).value!);
      if (theirs.written.slice(0, 100).join() !== written.slice(0, 100).join()) {
        throw new Error(`Cannot compare ours and ${name}: they wrote different texts`);
      }
      if (round > 0) found[name].push(theirs);
    }
  }
  for (const { input } of peers) await input.close();
  await Deno.remove(weights);

  const perSecond = (name: string, f: (seconds: number[]) => number) =>
    characters / f(found[name].map(({ seconds }) => seconds));
  console.log(`\n${description}\n`);
  console.log(
    `An LSTM of ${CELL.hidden} units writes ${characters} characters, ${rounds} times; the first 100 are the same:\n`,
  );
  console.log(
    markdown(
      ["", "characters a second, at best", "median", "ours ÷ this, at best"],
      Object.keys(found).map((name) => {
        const best = perSecond(name, (seconds) => Math.min(...seconds));
        const ours = perSecond("ours", (seconds) => Math.min(...seconds));
        return [
          name,
          best.toFixed(0),
          perSecond(name, median).toFixed(0),
          name === "ours" ? "" : `${(ours / best).toFixed(1)}×`,
        ];
      }),
    ),
  );
}

const USAGE =
  `How many characters a second an LSTM of ${CELL.hidden} units writes, ours against PyTorch.

    ./learn bench:writing [--rounds 5] [--characters 1000]`;

if (import.meta.main) await runTask(USAGE, main);
