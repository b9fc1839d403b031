/**
 * jax-js as an engine of the bench: an LSTM only, the whole update compiled by its `jit`, on `wasm`.
 *
 * It counts references: `x.ref` where an array is used again. One-hot rows stand in place of an embedding.
 *
 * @module
 */

import { decodeSafetensors } from "lib/training/safetensors.ts";
import { serve, type Trainer, type Training } from "../protocol.ts";

// The package is not the product's: it is found under the configuration that bench:peers makes, and has no
// types here.
// deno-lint-ignore no-explicit-any
type Any = any;
const load = (name: string): Promise<Any> => import(name);
const { numpy: np, nn, jit, valueAndGrad, init, defaultDevice, blockUntilReady, tree } = await load(
  "@jax-js/jax",
);

async function prepare(training: Training): Promise<Trainer> {
  await init("wasm");
  defaultDevice("wasm");
  const { vocabSize, learningRate, clip } = training;
  const { hidden, batch, steps } = training.case;
  const stored = decodeSafetensors(Deno.readFileSync(training.weights));
  const oneHot = (symbols: readonly number[]) => {
    const values = new Float32Array(symbols.length * vocabSize);
    symbols.forEach((symbol, row) => values[row * vocabSize + symbol] = 1);
    return np.array(values).reshape([symbols.length, vocabSize]);
  };
  const batches = training.batches.map(({ inputs, targets }) => [oneHot(inputs), oneHot(targets)]);
  const names = Object.keys(stored);

  function loss(w: Record<string, Any>, inputs: Any, targets: Any): Any {
    const embedded = np.matmul(inputs, w["embedding.weight"]);
    const bias = w["rnn.bias_ih_l0"].add(w["rnn.bias_hh_l0"]);
    const sums = np.matmul(embedded, w["rnn.weight_ih_l0"].transpose()).add(bias)
      .reshape([steps, batch, 4 * hidden]);
    const weight = w["rnn.weight_hh_l0"].transpose();
    let h = np.zeros([batch, hidden]);
    let c = np.zeros([batch, hidden]);
    const all: Any[] = [];
    for (let t = 0; t < steps; t++) {
      const gates = sums.ref.slice(t).add(np.matmul(h, weight.ref));
      const [i, f, g, o] = np.split(gates, 4, 1);
      c = nn.sigmoid(f).mul(c).add(nn.sigmoid(i).mul(np.tanh(g)));
      h = nn.sigmoid(o).mul(np.tanh(c.ref));
      all.push(h.ref);
    }
    for (const rest of [h, c, sums, weight]) rest.dispose();
    const scores = np.matmul(np.concatenate(all), w["readout.weight"].transpose())
      .add(w["readout.bias"]);
    return nn.logSoftmax(scores, 1).mul(targets).sum().mul(-1 / (steps * batch));
  }

  const step = jit((w: Any, m: Any, v: Any, size: Any, correction: Any, x: Any, y: Any) => {
    const [value, grads] = valueAndGrad(loss)(tree.ref(w), x, y);
    let squares = np.array(0);
    for (const name of names) squares = squares.add(np.square(grads[name].ref).sum());
    const factor = np.minimum(1, np.array(clip).div(np.sqrt(squares).add(1e-6)));
    const [w2, m2, v2]: Record<string, Any>[] = [{}, {}, {}];
    for (const name of names) {
      const g = grads[name].mul(factor.ref);
      m2[name] = m[name].mul(0.9).add(g.ref.mul(0.1));
      v2[name] = v[name].mul(0.999).add(np.square(g).mul(0.001));
      const root = np.sqrt(v2[name].ref.div(correction.ref)).add(1e-8);
      w2[name] = w[name].sub(m2[name].ref.mul(size.ref).div(root));
    }
    for (const rest of [factor, size, correction]) rest.dispose();
    return [w2, m2, v2, value];
  });

  let state: Any[] | undefined;
  let made = 0;

  function restart(): void {
    if (state) tree.dispose(state);
    const all = (make: (name: string) => Any) =>
      Object.fromEntries(names.map((name) => [name, make(name)]));
    const zeros = () => all((name) => np.zeros([...stored[name].shape]));
    state = [
      all((name) => np.array(stored[name].values).reshape([...stored[name].shape])),
      zeros(),
      zeros(),
    ];
    made = 0;
  }

  function update(): Any {
    const [x, y] = batches[made % batches.length];
    made++;
    const size = np.array(learningRate / (1 - 0.9 ** made));
    const correction = np.array(1 - 0.999 ** made);
    const [w, m, v, value] = step(...state!, size, correction, x.ref, y.ref);
    state = [w, m, v];
    return value;
  }

  restart();
  return {
    restart,
    async losses(updates) {
      const losses: number[] = [];
      for (let i = 0; i < updates; i++) losses.push((await update().data())[0]);
      return losses;
    },
    async run(updates) {
      for (let i = 0; i < updates; i++) {
        const value = update();
        await blockUntilReady([state, value]);
        value.dispose();
      }
    },
  };
}

await serve(prepare);
