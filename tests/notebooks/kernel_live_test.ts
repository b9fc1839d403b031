/**
 * Live training on the course's kernel: many updates with a picture, a claim over many seeds, three notebooks at once, a
 * front end that reads nothing. Messages come at a bounded rate, nothing is lost, and nobody waits for a reader.
 */

import { expect, it } from "vitest";
import { atMost, cells, inKernels, isWide, onKernel, type Ran, shownBy } from "./kernel_driver.ts";

const updates = isWide() ? 100_000 : 4000;
const seeds = isWide() ? 20 : 5;

const made = `import { rnn } from "lib/cells/rnn.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { claim } from "lib/checks/claim.ts";
import { below, between } from "lib/checks/threshold.ts";
import { follow, runQuietly } from "lib/notebook/follow.ts";
import { trainingPlot } from "lib/plots/training_plot.ts";
import { createRandom } from "lib/random.ts";
import { temporalXor } from "lib/tasks/temporal_xor.ts";
import { train } from "lib/training/train.ts";
const task = temporalXor();
const { input, outputSize } = task;
const training = (seed: number, updates: number) =>
  train({
    model: sequenceModel({ input, outputSize, cell: rnn, hiddenSize: 8, random: createRandom(seed) }),
    task,
    updates,
    seed,
  });`;
const followed = `const { history } = await follow(training(1, ${updates}), {
  plot: trainingPlot({ title: "A training" }),
});
console.log(history.filter(({ kind }) => kind === "update").length);`;
const claimed = `await claim({
  id: "03.many-seeds",
  claim: "A trained net is better than chance",
  experiment: async (seed) => (await runQuietly(training(seed, 2000))).loss,
  holds: below(0.68),
  control: { claim: "One update is not enough", experiment: async (seed) => (await runQuietly(training(seed, 1))).loss, holds: between(0.6, 1.5) },
});`;
const atRest = `const used = () => Deno.memoryUsage().heapUsed / 2 ** 20;
for (let waited = 0; used() > 40 && waited < 300; waited++) await new Promise((go) => setTimeout(go, 100));
used() < 40 || used()`;
const large = `const big = "x".repeat(1e6);
for (let at = 0; at < 50; at++) await Deno.jupyter.display({ "text/plain": at + " " + big }, { raw: true });`;

onKernel.describe("live training", () => {
  const patience = 300;
  const one = (code: string) => [...cells(made), { cells: [code], patience }];
  const env = { SEEDS: `0-${seeds - 1}`, COURSE_TYPES: "off" };
  const came = inKernels(
    { env, parts: { "alone": one(followed), "claim": [{ cells: [claimed], patience }] } },
    { env, parts: { "at rest": cells(atRest), "second": one(followed) } },
    { env, parts: { "third": [{ deaf: true }, ...one(followed)], "large": cells(large) } },
  );
  const ran = (part: string) => came(part).flat().at(-1) as Ran;

  it.each(["alone", "second", "third"])(
    "makes and shows all its updates beside two others, at a bounded rate: %s",
    (part) => {
      const { error, outputs, seconds } = ran(part);
      expect(error).toBe(null);
      expect(shownBy({ ...ran(part), outputs: outputs.slice(-1) })).toBe(`${updates}\n`);
      const pictures = outputs.filter(({ type }) => type === "update_display_data");
      expect(pictures.at(-1)!.data!["text/html"]).toContain("<img");
      expect(pictures.at(-1)!.data!["text/html"]).not.toContain("left");
      expect(outputs.length).toBeLessThan(atMost(ran(part)));
      console.log(
        `${part}: ${updates} updates in ${seconds} s, ${outputs.length} messages of output`,
      );
    },
  );

  it("begins without the 76 MiB that Deno has for `deno bench`", () => {
    expect(shownBy(ran("at rest"))).toBe("true");
  });

  it(`judges a claim over ${seeds} seeds`, () => {
    const { error, outputs } = ran("claim");
    expect(error).toBe(null);
    expect(JSON.stringify(outputs.at(-1)!.data)).toContain("holds");
    expect(outputs.length).toBeLessThan(atMost(ran("claim")));
  });

  it("waits for no reader: 50 displays of a megabyte beside one who reads nothing", () => {
    const { error, outputs } = ran("large");
    expect(error).toBe(null);
    expect(outputs.map(({ data }) => parseInt(data!["text/plain"]))).toEqual(
      Array.from({ length: 50 }, (_, at) => at),
    );
  });
});
