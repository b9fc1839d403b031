import { expect, it } from "vitest";
import { exerciseMimeType, type ExerciseRecord } from "lib/exercises/box.ts";
import { exercise, hint, solution, yourProgress, yourTurn } from "lib/exercises/mod.ts";
import {
  currentProgress,
  fileProgress,
  type Progress,
  type ProgressStore,
} from "lib/exercises/progress.ts";
import { recorder } from "../notebook/recorder.ts";
import { needs } from "../support/permissions.ts";

/** Exercises are read from their files. */
const { describe } = needs({ read: true });

/** A store in memory. */
function memory(kept: Record<string, "right" | "wrong"> = {}): ProgressStore & { kept: Progress } {
  return { kept, read: () => kept, note: (id, state) => void (kept[id] = state) };
}

const text = ({ bundle }: { bundle: Readonly<Record<string, unknown>> }) =>
  bundle["text/plain"] as string;

describe("exercise", () => {
  const answerWith = async (answer: unknown) => {
    const { screen, sent } = recorder({ live: false });
    const progress = memory();
    await exercise("03.count-weights", answer, { screen, progress });
    return { text: text(sent[0]), bundle: sent[0].bundle, progress };
  };

  it("shows to do calmly, and keeps nothing", async () => {
    const { text, bundle, progress } = await answerWith(yourTurn);
    expect(text).toMatch(/^TO DO \(exercise 03\.count-weights\)\n {2}Predict how many numbers/);
    expect(text).toContain(`await hint("03.count-weights")`);
    expect(bundle[exerciseMimeType] as ExerciseRecord).toEqual({
      id: "03.count-weights",
      state: "todo",
      misconception: null,
    });
    expect(progress.kept).toEqual({});
  });

  it("shows what was learned, and keeps that it is right", async () => {
    const { text, bundle, progress } = await answerWith(66);
    expect(text).toContain("One small net is used at every step");
    expect(bundle[exerciseMimeType]).toMatchObject({ state: "right", misconception: null });
    expect(progress.kept).toEqual({ "03.count-weights": "right" });
  });

  it("shows what was observed, the idea and a hint, but not the stronger one", async () => {
    const { text, bundle } = await answerWith(30 * 66);
    expect(text).toContain("you said 1980");
    expect(text).toContain("Does each step have weights of its own?");
    expect(text).toContain("Hint: Does `step` know which word it is at?");
    expect(text).not.toContain("count each once");
    expect(bundle[exerciseMimeType]).toMatchObject({ state: "wrong", misconception: "each-step" });
  });

  it("says first when nothing new has been run since the last check", async () => {
    const { screen, sent } = recorder({ live: false });
    const wrong = (words: string[]) => words.map(() => 1);
    const right = (words: string[], vocab: string[]) =>
      vocab.map((word) => words.filter((other) => other === word).length);
    const again = (words: string[]) => words.map(() => 1);
    for (const answer of [wrong, wrong, again, right, right]) {
      await exercise("01.bag", answer, { screen, progress: memory() });
    }
    expect(sent.map((one) => text(one).split(" (")[0])).toEqual([
      "NOT YET",
      "AS BEFORE: NOT YET",
      "NOT YET",
      "RIGHT",
      "AS BEFORE: RIGHT",
    ]);
    expect(text(sent[1]).split("\n")[1]).toContain("nothing new has been run since");
  });

  it("keeps the case of names, and counts right", async () => {
    const { screen, sent } = recorder({ live: false });
    await exercise("00.last-letters", (text: string) => text, { screen, progress: memory() });
    expect(text(sent[0])).toContain('  lastLetters("joh", 2) gave "joh", wanted "oh".');
    await exercise("12.fool-set", ["man", "dog"], { screen, progress: memory() });
    expect(text(sent[1])).toContain('"man" has 1 word, and 5 are wanted');
  });

  it("shows as HTML without scripts, inline SVG or markup of the learner's", async () => {
    const { screen, sent } = recorder({ live: false });
    await exercise("01.twins", ["<script>x</script> y", "y <script>x</script>"], { screen });
    const html = sent[0].bundle["text/html"] as string;
    expect(html).not.toMatch(/<script|<svg/);
    expect(html).toContain("&lt;script&gt;");
    // The page's own ground and words, in a light theme and in a dark one.
    expect(html.replace(/<strong style="[^"]*"/, "")).not.toMatch(/background:#|[";]color:/);
  });
});

describe("hint and solution", () => {
  const hintFor = async (id: string) => {
    const { screen, sent } = recorder();
    await hint(id, { screen });
    return text(sent[0]);
  };

  it("says more at the second call, before anything was tried", async () => {
    const [first, second] = [await hintFor("02.window"), await hintFor("02.window")];
    expect(second.length).toBeGreaterThan(first.length);
    expect(second).toContain("await solution");
  });

  it("gives the stronger hint for what was last found wrong", async () => {
    const { screen } = recorder({ live: false });
    await exercise("03.latch", { w_x: 1, w_h: 0.9, b: 0 }, { screen });
    expect(await hintFor("03.latch")).toContain("Try a w_h larger than 1");
    await exercise("03.latch", { w_x: 1, w_h: 1, b: 1 }, { screen });
    expect(await hintFor("03.latch")).toContain("Set b to 0");
  });

  it("shows the solution's source and why", async () => {
    const { screen, sent } = recorder();
    await solution("03.combine", { screen });
    expect(text(sent[0])).toContain("return tanh(add(linear(x, W_x), linear(h, W_h), b));");
    expect(text(sent[0])).toContain("between −1 and 1");
  });
});

describe("progress", () => {
  const shown = async (progress: ProgressStore, notebook = "") => {
    const { screen, sent } = recorder();
    await yourProgress(notebook, { screen, progress });
    return text(sent[0]);
  };

  it("is neutral where nothing is kept, as outside a notebook and in a runner", async () => {
    const neutral = await shown(memory());
    expect(neutral).toContain("0 of 60 exercises");
    expect(currentProgress().read()).toEqual({});
    const { screen, sent } = recorder();
    await yourProgress("", { screen });
    expect(text(sent[0])).toBe(neutral);
  });

  it("says what is done, what is begun, and where to go on", async () => {
    const progress = memory({
      "00.last-letters": "right",
      "01.bag": "right",
      "01.best-bag": "wrong",
    });
    const said = await shown(progress);
    expect(said).toContain(
      "01: 1 of 4. Done: a bag of words. Begun: the best a bag can do. Open: twins",
    );
    expect(said).toContain("Go on with 01.best-bag. Predict");
    const here = await shown(progress, "01");
    expect(here).toMatch(/^PROGRESS \(1 of 4 exercises\)\n {2}01: 1 of 4\./);
    expect(here).not.toContain("02:");
  });

  it("links to the places in the notebooks, and to nothing else", async () => {
    const { screen, sent } = recorder();
    await yourProgress("03", { screen, progress: memory() });
    const html = sent[0].bundle["text/html"] as string;
    expect(html).toContain('<a href="03_recurrence.ipynb#Exercise%3A-combine"');
    const twins = ["[x](javascript:alert) a", "a [x](javascript:alert)"];
    await exercise("01.twins", twins, { screen: recorder({ live: false }).screen });
    expect(html).not.toContain("javascript:");
  });

  it("is told after a right answer, with what comes next", async () => {
    const { screen, sent } = recorder({ live: false });
    const progress = memory({ "03.combine": "right", "03.read-on": "right" });
    await exercise("03.count-weights", 66, { screen, progress });
    expect(text(sent[0])).toContain(
      "3 of 5 here; next: remember one word for fifty steps (03.latch)",
    );
  });

  needs({ read: true, write: true }).it(
    "is kept in a file that may be missing, broken or gone",
    async () => {
      const folder = await Deno.makeTempDir();
      const store = fileProgress(`${folder}/.progress.json`);
      expect(store.read()).toEqual({});
      store.note("03.latch", "right");
      store.note("01.bag", "wrong");
      store.note("03.latch", "wrong"); // once right, right
      expect(store.read()).toEqual({ "01.bag": "wrong", "03.latch": "right" });
      await Deno.writeTextFile(`${folder}/.progress.json`, "{ broken");
      expect(store.read()).toEqual({});
      store.note("01.bag", "right");
      expect(store.read()).toEqual({ "01.bag": "right" });
      await Deno.remove(folder, { recursive: true });
      store.note("01.bag", "right"); // nowhere to write: no harm
    },
  );

  needs({ read: true, write: true, run: true }).it(
    "loses nothing when four notebooks note at once",
    async () => {
      const path = `${await Deno.makeTempDir()}/.progress.json`;
      const module = import.meta.resolve("lib/exercises/progress.ts");
      const config = new URL("../../deno.json", import.meta.url).pathname;
      const notebook = (number: number) =>
        new Deno.Command(Deno.execPath(), {
          args: [
            "eval",
            "--quiet",
            `--config=${config}`,
            `
            import { fileProgress } from "${module}";
            const store = fileProgress(${JSON.stringify(path)});
            for (let i = 0; i < 50; i++) store.note("0${number}.exercise-" + i, "right");
          `,
          ],
        }).output();
      const ended = await Promise.all([0, 1, 2, 3].map(notebook));
      expect(ended.every(({ success }) => success)).toBe(true);
      expect(Object.keys(fileProgress(path).read())).toHaveLength(200);
    },
  );
});
