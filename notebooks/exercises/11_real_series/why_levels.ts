/**
 * Why does a GRU on levels lose to "as this month"? Each wrong reason is answered by an experiment.
 *
 * @module
 */

import { gru } from "lib/cells/gru.ts";
import { readSeries, standardize } from "lib/data/series.ts";
import { runQuietly } from "lib/notebook/follow.ts";
import { createRandom } from "lib/random.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { forecast } from "lib/tasks/forecast.ts";
import { adam } from "lib/training/optimizer.ts";
import { train } from "lib/training/train.ts";
import { choiceExercise } from "lib/exercises/choice_exercise.ts";

const times = (x: number) => `${x.toFixed(1)} times as wrong as “as this month”`;

/** The exercise. */
export default choiceExercise({
  id: "11.why-levels",
  title: "why the levels defeat it",
  goal: "Say why the GRU that reads levels is worse than “as this month” on the last ten years.",
  text:
    "Why does the GRU on levels lose to a forecast that needs no training? Choose one; a wrong choice is answered by " +
    "an experiment.\n\n" +
    "- **a** Fourteen units are too few for so long a series.\n" +
    "- **b** It was trained too briefly.\n" +
    "- **c** It never learned this series: levels are hopeless for such a net anywhere.\n" +
    "- **d** It is asked about levels that it never saw, and its squashed memory has no number for them.",
  begin: [
    "What is different about the held-out years, compared with those before?",
    "Where would a net with more units, or more training, get an example of 410 from?",
  ],
  answer: "whyLevels",
  learned:
    "A net interpolates between what it has seen. Beyond that it says something, and nobody has taught it what. Ask " +
    "for changes, and 2015 looks like 1985 again.",
  right: {
    choice: "d",
    measured: async () => {
      const { within, later, top } = await errors(14, 400);
      return `measured: ${times(within)} in the middle of its training years, ${
        times(later)
      } in the last ten; it has not once said more than ${top.says.toFixed(1)}, where ${
        top.truth.toFixed(1)
      } was reached`;
    },
    why:
      "Each unit of the memory lies between −1 and 1, and training has laid the levels it saw out on that " +
      "range. What comes beyond is squeezed against its end.",
  },
  wrong: {
    a: {
      name: "units",
      idea:
        "More units fit the years it has seen more closely; they have not seen the others either",
      hint: "Which training example would tell the larger net what to say at 410?",
      stronger: "Compare the levels of the held-out years with those of training",
      tried: async () => `tried: with 48 units it is ${times((await errors(48, 400)).later)}`,
    },
    b: {
      name: "updates",
      idea: "More training on the same years teaches nothing about higher levels",
      hint: "Do the extra updates show it anything above the highest training month?",
      stronger: "Compare the levels of the held-out years with those of training",
      tried: async () =>
        `tried: after 1,600 updates in place of 400 it is ${times((await errors(14, 1600)).later)}`,
    },
    c: {
      name: "hopeless",
      idea:
        "On the years it was trained on it does far better: it has learned the levels there are",
      hint: "What do the last ten years have that the others have not?",
      stronger: "Nearly all of them lie above every training month",
      tried: async () => {
        const { within, later } = await errors(14, 400);
        return `measured: in the middle of the years it was trained on, it is ${
          times(within)
        }; in the last ten, ${times(later)}`;
      },
    },
  },
});

/** Errors of a GRU on levels as multiples of the naive one: within the training years, and after them. */
async function errors(hiddenSize: number, updates: number) {
  const { rows, heldOutFrom } = await readSeries("co2");
  const scaled = standardize({ rows, heldOutFrom });
  const task = forecast({ rows: scaled.rows.slice(0, heldOutFrom), timeSteps: 48 });
  const random = createRandom(0).fork("weights");
  const model = sequenceModel({ ...task, cell: gru, hiddenSize, random });
  const optimizer = adam({ learningRate: 0.01 });
  await runQuietly(train({ model, task, updates, seed: 0, optimizer }));
  const timeSteps = rows.length - 1;
  const inputs = Float32Array.from(scaled.rows.slice(0, timeSteps).flat());
  const said = Array.from(
    model.forward({ timeSteps, batch: 1, inputs }).outputs.values(),
    (value) => scaled.restore(value, 0),
  );
  const part = (from: number, to: number) => {
    let [own, naive] = [0, 0];
    for (let t = from; t < to; t++) {
      own += (said[t - 1] - rows[t][0]) ** 2;
      naive += (rows[t - 1][0] - rows[t][0]) ** 2;
    }
    return Math.sqrt(own / naive);
  };
  return {
    within: part(240, 360),
    later: part(heldOutFrom, rows.length),
    top: { says: Math.max(...said), truth: Math.max(...rows.map(([level]) => level)) },
  };
}
