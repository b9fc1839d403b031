// What a foreign project does with the package: a training, and several on workers where there are some.
import { createRandom, lstm, runAll, sequenceModel, tasks, train } from "@sequences/memory";

const task = tasks.parity();
const model = sequenceModel({
  input: task.input,
  outputSize: task.outputSize,
  cell: lstm,
  hiddenSize: 16,
  random: createRandom(0),
});
let last = NaN;
for (const event of train({ model, task, updates: 30, seed: 0 })) {
  if (event.kind === "done") last = event.loss;
}
const results = await runAll(
  [0, 1, 2].map((seed) => ({
    task: tasks.parity(),
    model: { cell: lstm, hiddenSize: 8 },
    seed,
    updates: 10,
  })),
);
const losses: number[] = [last, ...results.map(({ loss }) => loss)];
export const said: string = losses.join(" ");
console.log(said);
(globalThis as unknown as { said: string }).said = said;
