/**
 * TensorFlow.js as an engine of the bench: `tensorflow.ts wasm | cpu`, an LSTM only.
 *
 * One product for the inputs of all steps, one a step for the state, all gates stacked; one-hot rows in place of an
 * embedding, since `wasm` has no derivative of gather.
 *
 * @module
 */

import { decodeSafetensors } from "lib/training/safetensors.ts";
import { peersFolder } from "../machine.ts";
import { serve, type Trainer, type Training } from "../protocol.ts";

// The packages are not the product's: they are found under the configuration that bench:peers makes, and have
// no types here.
// deno-lint-ignore no-explicit-any
type Any = any;
const load = (name: string): Promise<Any> => import(name);
const engine = Deno.args[0];
console.warn = () => {}; // it recommends another package
const tf: Any = await load("@tensorflow/tfjs");

async function prepare(training: Training): Promise<Trainer> {
  if (engine === "wasm") {
    const wasm = await load("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths(`${peersFolder}/node_modules/@tensorflow/tfjs-backend-wasm/dist/`);
  }
  await tf.setBackend(engine);
  await tf.ready();

  const { vocabSize, learningRate, clip } = training;
  const { hidden, batch, steps } = training.case;
  const stored = decodeSafetensors(Deno.readFileSync(training.weights));
  const oneHot = (symbols: readonly number[]) =>
    tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(symbols, "int32"), vocabSize), "float32"));
  const batches = training.batches.map(({ inputs, targets }) => [oneHot(inputs), oneHot(targets)]);
  const names = Object.keys(stored);
  let variables: Record<string, Any> = {};
  let optimizer: Any;
  let next = 0;

  function restart(): void {
    for (const variable of Object.values(variables)) variable.dispose();
    optimizer?.dispose();
    variables = Object.fromEntries(
      names.map((name) => {
        const { values, shape } = stored[name];
        return [name, tf.variable(tf.tensor(values, shape, "float32"))];
      }),
    );
    optimizer = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
    next = 0;
  }

  function loss(inputs: Any, targets: Any): Any {
    const embedded = tf.matMul(inputs, variables["embedding.weight"]);
    const bias = tf.add(variables["rnn.bias_ih_l0"], variables["rnn.bias_hh_l0"]);
    const sums = tf.split(
      tf.add(tf.matMul(embedded, variables["rnn.weight_ih_l0"], false, true), bias),
      steps,
    ); // steps × [batch, 4 · hidden]
    let h = tf.zeros([batch, hidden]);
    let c = tf.zeros([batch, hidden]);
    const all: Any[] = [];
    for (const sum of sums) {
      const gates = tf.add(sum, tf.matMul(h, variables["rnn.weight_hh_l0"], false, true));
      const [i, f, g, o] = tf.split(gates, 4, 1);
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
      all.push(h);
    }
    const scores = tf.add(
      tf.matMul(tf.concat(all), variables["readout.weight"], false, true),
      variables["readout.bias"],
    );
    return tf.losses.softmaxCrossEntropy(targets, scores);
  }

  function update(): Any {
    return tf.tidy(() => {
      const [inputs, targets] = batches[next];
      next = (next + 1) % batches.length;
      const { value, grads } = tf.variableGrads(() => loss(inputs, targets));
      const entries = Object.entries(grads) as [string, Any][];
      const norm = tf.sqrt(tf.addN(entries.map(([, grad]) => tf.sum(tf.square(grad)))));
      const factor = tf.minimum(1, tf.div(clip, tf.add(norm, 1e-6)));
      optimizer.applyGradients(
        Object.fromEntries(entries.map(([name, grad]) => [name, tf.mul(grad, factor)])),
      );
      return value;
    });
  }

  restart();
  return {
    restart,
    losses: (updates) => Array.from({ length: updates }, () => update().dataSync()[0]),
    run(updates) {
      for (let i = 0; i < updates; i++) update().dispose();
    },
  };
}

await serve(prepare);
