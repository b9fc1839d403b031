import { describe, expect, it } from "vitest";
import { claim, ClaimError, type ClaimOptions, judge, StaleError } from "lib/checks/claim.ts";
import { noteReading } from "lib/experiments/readings.ts";
import { above, atLeast, below, between, equals } from "lib/checks/threshold.ts";
import { type Demand, measure } from "lib/checks/measurement.ts";
import { claimMimeType, type ClaimRecord } from "lib/checks/verdict.ts";
import { displaySymbol, type MimeBundle, type Screen, silentScreen } from "lib/notebook/display.ts";
import { Interrupted } from "lib/notebook/interrupt.ts";

const seeds = [0, 1, 2, 3, 4];
const list = (values: readonly unknown[]) => (seed: number) => values[seed] as number;
const good = [1, 0.99, 1, 0.98, 0.99];
const chance = [0.5, 0.51, 0.49, 0.5, 0.5];

/** A claim that holds, with changes. */
function sample(changes: Record<string, unknown> = {}): ClaimOptions {
  return {
    id: "03.sample",
    claim: "An RNN remembers",
    unit: "accuracy",
    seeds,
    experiment: list(good),
    holds: above(0.95),
    control: { claim: "An MLP does not", experiment: list(chance), holds: between(0.45, 0.55) },
    screen: silentScreen,
    ...changes,
  } as ClaimOptions;
}

const control = (changes: Record<string, unknown>) => ({
  control: {
    claim: "An MLP does not",
    experiment: list(chance),
    holds: between(0.45, 0.55),
    ...changes,
  },
});

describe("what was measured", () => {
  const demand: Demand = {
    claim: "it learns",
    seeds: [0, 1],
    holds: above(0.5),
    summary: "median",
    deterministic: false,
  };

  it("is said in the singular where a size is 1", async () => {
    const verdict = await judge(sample({ claim: "A net of 1 units remembers" }));
    expect(verdict.main.claim).toBe("A net of 1 unit remembers");
    await expect(judge(sample({ seeds: [7] }))).rejects.toThrow("found 1 seed, wanted at least");
  });

  it("is judged", () => {
    expect(measure([0.9, 0.9], demand).holds).toBe(true);
    expect(measure([0.9, undefined as never], demand).reason).toBe(
      "seed 1 gave undefined, wanted a finite number",
    );
  });

  // deno-lint-ignore no-explicit-any
  it.each<[string, any, any, string]>([
    ["nothing is asked", [1], undefined, "Cannot judge values: the options are undefined, and an"],
    ["no threshold is", [1], { ...demand, holds: undefined }, "holds is missing, and a threshold"],
    ["a number is the threshold", [1], { ...demand, holds: 0.5 }, "holds is 0.5, and a threshold"],
    ["it is a text", "1", demand, 'what was measured is the text "1", and a list'],
    ["the summary is unknown", [1], { ...demand, summary: "mean" }, 'summary is the text "mean"'],
  ])("is refused where %s", (_, values, asked, message) => {
    expect(() => measure(values, asked)).toThrow(message);
  });
});

describe("a claim on stale results", () => {
  const old = { stale: () => "net RNN is described otherwise now" };
  const reading = (values: readonly number[]) => (seed: number) => {
    noteReading(old);
    return values[seed];
  };

  it.each([
    ["experiment", { experiment: reading(good) }],
    ["control", control({ experiment: reading(chance) })],
  ])("gives no verdict, whether its %s reads them", async (_, changes) => {
    const shown: MimeBundle[] = [];
    const screen: Screen = {
      live: false,
      send: (data) => (shown.push(data), Promise.resolve()),
    };
    const wanted = "results are stale (net RNN is described otherwise now); run the cells above";
    await expect(judge(sample(changes))).rejects.toThrow(wanted);
    await expect(claim({ ...sample(changes), screen })).rejects.toThrow(StaleError);
    expect(JSON.stringify(shown)).not.toMatch(/HOLDS|experiment:/);
  });
});

describe("a claim that holds", () => {
  it("does not throw", async () => {
    expect(await claim(sample())).toBeUndefined();
  });

  it("runs experiment and control once a seed, in order", async () => {
    const calls: string[] = [];
    await judge(sample({
      seeds: [7, 3, 5, 11, 2],
      experiment: (seed: number) => (calls.push(`e${seed}`), 1),
      ...control({ experiment: (seed: number) => (calls.push(`c${seed}`), 0.5 + seed / 1000) }),
    }));
    expect(calls.join(" ")).toBe("e7 e3 e5 e11 e2 c7 c3 c5 c11 c2");
  });

  it("waits for experiments that take their time, and takes all seeds at once where offered", async () => {
    const verdict = await judge(sample({
      experiment: undefined,
      experimentAll: (seeds: number[]) => Promise.resolve(seeds.map((seed) => 1 - seed / 1000)),
      ...control({ experiment: async (seed: number) => await Promise.resolve(chance[seed]) }),
    }));
    expect(verdict.holds).toBe(true);
    expect(verdict.main.values).toEqual([1, 0.999, 0.998, 0.997, 0.996]);
  });

  it("is judged by its median: one bad seed of five is not yet a refutation", async () => {
    const experiment = list([1, 1, 1, 1, 0.2]);
    expect((await judge(sample({ experiment }))).holds).toBe(true);
  });
});

describe("a claim goes red when", () => {
  const cases: Record<string, [Record<string, unknown>, RegExp]> = {
    "the median misses the threshold": [
      { experiment: list([0.9, 0.91, 0.93, 0.9, 0.92]) },
      /found median 0.91, wanted median > 0.95/,
    ],
    "the median is exactly at a limit that is left out": [
      { experiment: list([0.95, 0.95, 0.95, 0.95, 0.95]) },
      /found median 0.95, wanted median > 0.95/,
    ],
    "the seeds spread too widely": [
      { experiment: list([1, 0.97, 0.96, 0.99, 0.9]), holds: above(0.95) },
      /by only 0.02, wanted a margin of at least 0.06, twice the spread/,
    ],
    "two seeds of five fail": [
      { experiment: list([1, 1, 1, 0.5, 0.5]) },
      /twice the spread/,
    ],
    "a value is NaN": [
      { experiment: list([1, 1, Number.NaN, 1, 1]) },
      /seed 2 gave NaN, wanted a finite number/,
    ],
    "a value is infinite": [
      { experiment: list([Infinity, 1, 1, 1, 1]) },
      /seed 0 gave ∞, wanted a finite number/,
    ],
    "nothing is returned": [{ experiment: () => undefined }, /seed 0 gave undefined/],
    "text is returned": [{ experiment: () => "1.0" }, /seed 0 gave a string/],
    "values are missing": [
      { experiment: undefined, experimentAll: () => [1, 1, 1] },
      /found 3 values for 5 seeds/,
    ],
    "the control misses its threshold": [
      control({ experiment: list([1, 1, 1, 1, 1]) }),
      /in the control, found median 1, wanted median between/,
    ],
    "the control is NaN": [
      control({ experiment: () => Number.NaN }),
      /in the control, seed 0 gave NaN/,
    ],
    "every value is asked for and one is out": [
      { summary: "every", experiment: list([1, 1, 1, 1, 0.9]) },
      /seed 4 gave 0.9, wanted every value > 0.95/,
    ],
    "an exact statement is off by one bit": [
      { summary: "every", experiment: list([0, 0, 0, Number.EPSILON, 0]), holds: equals(0) },
      /seed 3 gave 2.22e−16/,
    ],
    "it is declared deterministic and is not": [
      { deterministic: true },
      /declared deterministic/,
    ],
  };
  for (const [name, [changes, reason]] of Object.entries(cases)) {
    it(name, async () => {
      const failed = await claim(sample(changes)).catch((error) => error);
      expect(failed).toBeInstanceOf(ClaimError);
      expect(failed.message).toMatch(reason);
      expect(failed.message).toMatch(/^03.sample does not hold: /);
      expect(failed.verdict.holds).toBe(false);
    });
  }

  it("the same numbers with half the spread are enough", async () => {
    const wide = await judge(sample({ experiment: list([0.99, 0.98, 0.97, 0.96, 0.98]) }));
    const narrow = await judge(sample({ experiment: list([0.985, 0.98, 0.98, 0.975, 0.98]) }));
    expect([wide.holds, narrow.holds]).toEqual([true, true]);
    expect((await judge(sample({ experiment: list([1, 0.97, 0.97, 0.95, 0.99]) }))).holds).toBe(
      false,
    );
  });

  it("rounding does not decide: a margin of exactly twice the spread is enough", async () => {
    const experiment = list([1, 1, 1, 0.95, 0.95]); // the quartiles are .95 and 1
    expect((await judge(sample({ experiment, holds: atLeast(0.9) }))).holds).toBe(true);
  });
});

describe("a claim that is expected to fail", () => {
  const failing = { expected: "fails", experiment: list(chance) };

  it("does not throw when it does, and is shown as not holding", async () => {
    await claim(sample(failing));
    const verdict = await judge(sample(failing));
    expect([verdict.holds, verdict.asExpected]).toEqual([false, true]);
    expect(verdict.text()).toContain("DOES NOT HOLD");
  });

  it("throws when it holds", async () => {
    await expect(claim(sample({ expected: "fails" }))).rejects.toThrow(/holds, though/);
  });

  it("throws when it fails in another way", async () => {
    await expect(claim(sample({ ...failing, experiment: () => Number.NaN }))).rejects
      .toThrow(ClaimError);
    await expect(claim(sample({ ...failing, ...control({ experiment: list(good) }) }))).rejects
      .toThrow(ClaimError);
  });
});

describe("a claim must be whole", () => {
  const cases: Record<string, [Record<string, unknown>, RegExp]> = {
    "fewer than five seeds": [{ seeds: [0, 1, 2, 3] }, /found 4 seeds, wanted at least five/],
    "no control": [{ control: undefined }, /no control/],
    "null as a control without a reason": [{ control: null }, /reason in `noControl`/],
    "a control and a reason for none": [{ noControl: "because" }, /one of them/],
    "no experiment": [{ experiment: undefined }, /0 experiments in the claim/],
    "two experiments": [{ experimentAll: () => [] }, /2 experiments in the claim/],
    "no threshold": [{ holds: 0.95 }, /no threshold in the claim/],
    "a control without a threshold": [control({ holds: undefined }), /no threshold in its control/],
    "no sentence": [{ claim: " " }, /no sentence/],
    "no id": [{ id: "Temporal XOR" }, /found the id "Temporal XOR"/],
    "an option that does not exist": [
      { sedes: seeds },
      /found the option "sedes".*wanted seeds, or one/,
    ],
    "seeds that are none": [{ seeds: "01234" }, /seeds is the text "01234", and a list/],
    "half a seed": [{ seeds: [0, 1, 2, 3.5, 4] }, /seeds\[3\] is 3.5, and a whole number/],
    "a signal that is none": [{ signal: true }, /found the signal true/],
    "a control that is none": [{ control: "none" }, /control is the text "none"/],
    "an option that controls do not have": [control({ seeds }), /found the option "seeds"/],
    "a summary that does not exist": [{ summary: "mean" }, /"median" or "every"/],
    "an expectation that does not exist": [{ expected: "maybe" }, /"holds" or "fails"/],
  };
  for (const [name, [changes, reason]] of Object.entries(cases)) {
    it(`${name} is an error before anything runs`, async () => {
      let ran = 0;
      const options = sample(changes);
      const counted = typeof options.experiment === "function"
        ? { ...options, experiment: () => ran++ } as unknown as ClaimOptions
        : options;
      await expect(judge(counted)).rejects.toThrow(reason);
      expect(ran).toBe(0);
    });
  }

  it("no control is fine with a reason", async () => {
    const verdict = await judge(sample({ control: null, noControl: "it is an identity" }));
    expect(verdict.holds).toBe(true);
    expect(verdict.text()).toContain("no control: it is an identity");
  });
});

describe("an experiment that ignores its seed", () => {
  const same = { experiment: () => 0.97 };

  it("is warned about, and holds", async () => {
    const verdict = await judge(sample(same));
    expect(verdict.holds).toBe(true);
    expect(verdict.record().warnings).toEqual([
      "all 5 seeds gave exactly 0.97: does the experiment use its seed?",
    ]);
  });

  it("is not, when it says so, or where a net may well be exactly right or wrong", async () => {
    expect((await judge(sample({ ...same, deterministic: true }))).warnings()).toEqual([]);
    expect((await judge(sample({ experiment: () => 1 }))).warnings()).toEqual([]);
  });

  it("is not where the claim itself names that number", async () => {
    const named = { experiment: () => 48, holds: equals(48), summary: "every" } as const;
    expect((await judge(sample(named))).warnings()).toEqual([]);
    expect((await judge(sample({ ...named, holds: between(40, 50) }))).warnings()).toHaveLength(1);
  });
});

describe("the picture of a verdict", () => {
  const pictureOf = async (options: Partial<ClaimOptions>) =>
    String((await judge(sample(options)))[displaySymbol]()["text/html"]).split("<img ").slice(1)
      .map((image) => /base64,([^"]+)"/.exec(image)![1])
      .map((text) =>
        new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)))
      );

  it("has one axis, and two where the control measures something else", async () => {
    const control = { experiment: () => 0.5, holds: between(0.4, 0.6) };
    expect(await pictureOf({ control })).toHaveLength(1);
    const pictures = await pictureOf({ unit: "slope", control: { ...control, unit: "accuracy" } });
    expect(pictures).toHaveLength(2);
    expect(pictures[0]).toMatch(/>slope[ →]*</);
    expect(pictures[1]).toMatch(/>accuracy[ →]*</);
  });

  it("has a logarithmic axis where so little is wanted that an even one would not show it", async () => {
    const control = { experiment: () => 0.5, holds: above(0.1) };
    const [tiny] = await pictureOf({ experiment: () => 3e-7, holds: below(1e-6), control });
    expect(tiny).toContain(">10⁻⁶<");
    const [zero] = await pictureOf({ experiment: () => 0, holds: below(1e-6), control });
    expect(zero).toContain(">0<");
    const [plain] = await pictureOf({ experiment: () => 0.5, holds: below(0.6), control });
    expect(plain).not.toContain("⁻");
  });
});

describe("a verdict", () => {
  it("says everything to programs, unrounded", async () => {
    const { record } = await shown(sample({ experiment: list([1, 0.98765432, 1, 0.98, 0.99]) }));
    expect(record).toEqual({
      id: "03.sample",
      claim: "An RNN remembers",
      holds: true,
      expected: "holds",
      asExpected: true,
      reason: "",
      summary: "median",
      unit: "accuracy",
      seeds,
      values: [1, 0.98765432, 1, 0.98, 0.99],
      median: 0.99,
      spread: 1 - 0.98765432,
      threshold: "median > 0.95",
      control: {
        claim: "An MLP does not",
        holds: true,
        summary: "median",
        values: chance,
        median: 0.5,
        spread: 0,
        threshold: "median between 0.45 and 0.55",
      },
      noControl: null,
      warnings: [],
    });
  });

  it("survives JSON with NaN as null", async () => {
    const { record } = await shown(sample({ experiment: list([1, Number.NaN, 1, 1, 1]) }));
    expect(record.values).toEqual([1, null, 1, 1, 1]);
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });

  it("is shown in one place, whatever came before, even when it throws", async () => {
    const { bundles } = await shown(sample({ experiment: list(chance) }));
    expect(bundles.map(({ update }) => update)).toEqual([false, true]);
    expect(bundles[0].bundle).toEqual({ "text/plain": "" });
    expect(new Set(bundles.map(({ id }) => id)).size).toBe(1);
  });

  it("shows the sentence, the word, and a picture with alt text", async () => {
    const { last } = await shown(sample());
    expect(last["text/html"]).toMatch(
      /HOLDS.*03\.sample.*An RNN remembers.*An MLP does not.*<img alt="experiment 1, 0.99, 1/,
    );
    expect(last["text/plain"]).toMatch(/^HOLDS \(03.sample\): An RNN remembers\n/);
  });

  it("has the same bytes twice", async () => {
    expect((await shown(sample())).last).toEqual((await shown(sample())).last);
  });

  it("escapes the sentences it is given", async () => {
    const { last } = await shown(sample({ claim: "x < y & <b>z</b>" }));
    expect(last["text/html"]).toContain("x &lt; y &amp; &lt;b&gt;z&lt;/b&gt;");
  });
});

describe("stopping", () => {
  it("is heard between two seeds", async () => {
    const stop = new AbortController();
    let runs = 0;
    const experiment = () => {
      if (++runs === 2) stop.abort(new Interrupted());
      return 1;
    };
    await expect(judge(sample({ experiment, signal: stop.signal }))).rejects.toThrow(Interrupted);
    expect(runs).toBe(2);
  });

  it("leaves a line where the verdict would have been", async () => {
    const boom = () => {
      throw new Error("boom");
    };
    const { last, error } = await shown(sample({ experiment: boom }));
    expect(String(error)).toContain("boom");
    expect(last).toEqual({ "text/plain": "03.sample: its experiment threw an error" });
  });
});

it("a control of its own summary", async () => {
  const verdict = await judge(sample({
    summary: "every",
    ...control({
      summary: "median",
      holds: below(0.505),
      experiment: list([0.5, 0.51, 0.5, 0.5, 0.5]),
    }),
  }));
  expect(verdict.control?.threshold).toBe("median < 0.505");
});

interface Sent {
  bundle: MimeBundle;
  id?: string;
  update?: boolean;
}

/** What a claim shows on a screen. */
async function shown(options: ClaimOptions) {
  const bundles: Sent[] = [];
  const screen: Screen = {
    live: true,
    send: (bundle, id, update = false) => {
      bundles.push({ bundle, id, update });
      return Promise.resolve();
    },
  };
  const error = await claim({ ...options, screen }).catch((error) => error);
  const last = bundles[bundles.length - 1].bundle;
  return { bundles, last, record: last[claimMimeType] as ClaimRecord, error };
}
