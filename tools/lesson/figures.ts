/**
 * What stands behind the words of every figure: for each title or subtitle that states a result, the claims that would turn red if
 * it were not so. A title that is built from the numbers needs none, and neither does one that says only what is drawn.
 *
 * What a figure shows in words (its alt text) comes from its numbers, by `lib/plots/words.ts`; what is written by hand
 * in a notebook, because the figure is a drawing, is listed like a title.
 *
 * @module
 */

/** What guards a title or an alt text. */
export type Guard =
  /** Claims, by their ids. */
  | readonly string[]
  /** It states no result. */
  | "says what is drawn"
  /** It states what follows from an equation, whatever is trained. */
  | "holds by the equation";

/** Titles, subtitles and written alt texts that are not built from numbers, by notebook. */
export const guards: Readonly<Record<string, Readonly<Record<string, Guard>>>> = {
  "00": {
    "Looking further back helps at first, then hurts": ["00.further-is-better"],
    "Loss of a net that reads names letter by letter": "says what is drawn",
    "One point a seed; the line runs through the medians": "says what is drawn",
    "Left: loss on the names it learns from. Right: letters of other names guessed right":
      "says what is drawn",
  },
  "01": {
    "Two sentences, one bag": ["01.bag-of-words-logits"],
    "The bag gives six orders one answer; the reader does not": ["01.bag-of-words-logits"],
    "Fifteen notes, two melodies": "says what is drawn",
    "Rising or falling, the spectrum is the same": ["01.same-notes"],
    "Seattle, day by day": "says what is drawn",
    "The same days, shuffled": "says what is drawn",
    "Four days behind it, the net knows roughly what comes": ["01.weather-order"],
    "Probability that an animal acts, by order of the same three words": "says what is drawn",
    "Two curves, one upon the other": ["01.same-notes"],
    "Seattle, the first two months of 2015, which the net has not seen": "says what is drawn",
  },
  "02": {
    "What the net cannot see cannot matter to its answer": ["02.fixed-input-size"],
    "Each feedforward shape fails somewhere; the recurrent net does not": ["02.each-shape-fails"],
    "Dark: changing this word changes the answer after the last word. Light: it changes nothing.":
      "says what is drawn",
  },
  "03": {
    "The same word leaves another memory, because another memory came in": [
      "03.same-word-other-memory",
    ],
    "One box with a loop is the same box at every step": "says what is drawn",
    "A box with a loop equals a row of five boxes, one a word, each handing its memory to the next":
      "says what is drawn",
    "Recurrence cut: the last box has read one word, “the”": "says what is drawn",
    "Five boxes in a row, one a word, no arrow between them; above the last a question mark":
      "says what is drawn",
    "My cell learns to remember one bit": ["03.temporal-xor"],
    "One set of weights fits 3 words and 30": ["03.any-length"],
    "Each piece of evidence makes sky likelier, and the memory carries it to the blank": [
      "03.evidence-moves-it",
      "03.clouds-sky",
    ],
    "A few seconds of Moby-Dick": "says what is drawn",
    "Six hidden units (rows) after each word (columns), untrained": "says what is drawn",
    "The weights in all blue boxes are the same numbers. h is the memory, and it starts at 0.": [
      "03.same-weights",
    ],
    "“blue” is said of the sky and of the sea; “clouds” settles it": ["03.evidence-moves-it"],
    "Left: loss on what it trains with. Right: the same on held-out chapters, in bits.":
      "says what is drawn",
  },
  "04": {
    "What the six steps ask of each weight adds up to what the shared weight is told": [
      "04.gradients-sum",
    ],
    "One set stays as small as it was; a set a step grows with the sequence": [
      "04.as-many-weights",
    ],
    "Trained on 2 to 10 bits, right on 100, with one set of weights": ["04.any-length"],
    "Memory alone does not carry a verb to slot 6; sharing does": ["04.any-position"],
    "Derivative of the loss by each weight of W_h (rows): by the copy of each step, their sum, and by the one shared W_h":
      "says what is drawn",
    "The same sequences, the same updates. Step 9 can only learn from a step 8 that is right":
      "holds by the equation",
  },
  "05": {
    "One factor, at every step: the gradient fades or grows on its way back": ["05.exploding"],
    "Truncation: the memory comes through, the gradient stops": ["05.truncation", "05.same-memory"],
    "A word that the gradient never reaches is not learned": ["05.truncation"],
    "The gradient went back 10 steps at most; the memory lasts for 60": ["05.carried-memory"],
    "Above radius 1 the gradient grows by a constant factor with each step of length": [
      "05.exploding",
    ],
    "One step too far is enough": ["05.explodes-in-training"],
    "Clipping rescues the net that explodes, and does nothing for the one that fades": [
      "05.clipping-rescues",
      "05.clipping-is-no-cure",
    ],
    "Length of ∂L/∂h at steps 1 to 12 of three untrained nets; thicker arrows carry more":
      "says what is drawn",
    "Both nets read all twelve words and give the same answer": ["05.same-memory"],
  },
  "06": {
    "Without squashing: below 1 fades, 1 stays, above 1 explodes": ["06.fate-of-a-signal"],
    "With tanh nothing explodes, and what fades still fades": ["06.fate-of-a-signal"],
    "The usual start forgets before training has begun": ["06.gradient-fades"],
    "Marked recall over 40 steps: the lag is what is wrong": ["06.marked-recall-fails"],
    "Accuracy by the lag of the marked word": "says what is drawn",
    "Over 20 steps, a good start and patience go a long way": ["06.identity-start"],
    "Is, or are? Nouns of the other number stand between subject and verb": "says what is drawn",
    "How far apart two signals still are, relative to the start: −3 means a thousandth.":
      "says what is drawn",
    "The same loops and signals, squashed at every step.": "says what is drawn",
    "1,000 updates. A dot a seed; chance is 0.25.": "says what is drawn",
    "Marked recall over 20 steps, at most 2,000 small steps. A dot a seed; chance is 0.25.":
      "says what is drawn",
  },
  "07": {
    "Kept exactly, overwritten, forgotten; and fading when the gate is half open":
      "holds by the equation",
    "Same size, same updates: gates make the difference": ["07.lstm-remembers"],
    "Input gates: some units open for the marked word": ["07.input-gate-opens-at-the-mark"],
    "Forget gates of the same units": "says what is drawn",
    "Marked recall with a gate frozen": "says what is drawn",
    "What is kept before training: σ(bias) to the power of the lag": "says what is drawn",
    "What 200 updates learn, by forget bias and lag": "says what is drawn",
    "One number of memory. While i = 0, whatever is offered (g) passes by without a trace.":
      "holds by the equation",
    "Marked recall over 40 steps, the best of two learning rates. A dot a seed; chance is 0.25.":
      "says what is drawn",
    "First 20 words of a sequence; dark is open. Units that open widest for the mark on top.":
      "says what is drawn",
    "The same sequence and the same order of units; dark is keep. Colours begin at 0.8: whatever is below has let go within a few words.":
      "holds by the equation",
    "40 steps, at most 400 updates. A dot a seed; chance is 0.25.": "says what is drawn",
    "Remembered letters right in streams of 1,000 letters, after at most 500 updates on streams of 50. A dot a seed; chance is 0.5.":
      "says what is drawn",
  },
  "08": {
    "Marked recall: the gated cells have it, the tanh RNN guesses": ["08.marked-recall"],
    "Adding: the gated cells hold two numbers over 50 steps": ["08.adding"],
    "Hold z, and recall is lost; hold r shut, and parity is lost": [
      "08.update-gate",
      "08.reset-gate",
    ],
    "How far the update gate of each unit opens, word by word": "says what is drawn",
    "1 − z of each unit (rows): how much of it is overwritten at this step. Dark is much.":
      "holds by the equation",
  },
  "09": {
    "More letters, less recall; more units, more recall": [
      "09.falls-with-length",
      "09.rises-with-size",
    ],
    "What looks back at everything does not care how much there is": ["09.attention-stays-high"],
    "The first and the last letter stay; the middle blurs": ["09.middle-is-lost"],
    "What the final hidden state tells of each word": "says what is drawn",
  },
  "10": {
    "Bits per character on held-out chapters": "says what is drawn",
    "The window ends at four characters; the memories gain a little beyond": [
      "10.reads-past-the-window",
    ],
    "The cell state of the unit that follows capitalised words best": "says what is drawn",
    "Its gates: 1 is open, 0 is closed": "says what is drawn",
    "Names made up, from cold to hot": "says what is drawn",
    "The same 2,000 places for all; a dot a seed, lines through medians.": "says what is drawn",
  },
  "11": {
    "Seattle: three years to learn from, one to be tested on": "says what is drawn",
    "Error of tomorrow's forecast, all rivals": "says what is drawn",
    "A spell of the held-out year: what happened, and two forecasts": "says what is drawn",
    "On its own words for two years: the memory keeps the season": ["11.roll-out-needs-memory"],
    "With memory it breathes in and out; without, it has no idea what season it is": [
      "11.roll-out-needs-memory",
    ],
    "Error on the 365 days of 2015; a dot a seed.": "says what is drawn",
    "Error on the last ten years; a dot a seed.": "says what is drawn",
  },
  "12": {
    "Marked recall, the longer the sentence": "says what is drawn",
    "For attention, far is as near as near": ["12.one-step-path"],
    "At the question, it looks at the marked word": ["12.looks-at-the-mark"],
    "How much of the answer a changed word moves, by its distance": "says what is drawn",
    "The context window of each net": "says what is drawn",
    "Each word costs attention more than the one before": ["12.work-grows"],
    "A transcript grows, a summary does not": ["12.cost-grows"],
    "How much the last step looks at each step; shares of each row sum to 1.": "says what is drawn",
  },
  "14": {
    "Parity, trained on 2 to 40 bits": "says what is drawn",
    "Three cups, trained on 2 to 20 shuffles": "says what is drawn",
  },
  "15": {
    "A or an, by the word behind the gap": "says what is drawn",
    "Is it the letter that was marked last?": "says what is drawn",
    "Said backwards, trained on 2 to 6 letters": "says what is drawn",
    "Did it rise or fall? Two tones, noise after each": "says what is drawn",
  },
};

/** A title or an alt text in a notebook. */
export interface FigureText {
  /** Number of the notebook. */
  readonly notebook: string;
  /** Id of its cell. */
  readonly cell: string;
  /** The text; of one that is built, the code that builds it. */
  readonly text: string;
  /** Whether numbers are put into it when the cell runs. */
  readonly built: boolean;
}

/** What of a notebook is read. */
export interface ReadCell {
  readonly cell_type: string;
  readonly id: string;
  readonly source: string | readonly string[];
}

/** All titles, subtitles and written alt texts of a notebook. */
export function figureTexts(notebook: string, cells: readonly ReadCell[]): FigureText[] {
  return cells.filter(({ cell_type }) => cell_type === "code").flatMap(({ id, source }) => {
    const code = [source].flat().join("");
    return [...code.matchAll(/\b(?:title|subtitle|alt):\s*(?=["`]|[\w.]+[[(])/g)].map((match) => {
      const rest = code.slice(match.index + match[0].length);
      const plain = /^"((?:[^"\\]|\\.)*)"\s*[,}]/.exec(rest) ?? /^`([^`$]*)`\s*[,}]/.exec(rest);
      return plain
        ? { notebook, cell: id, text: plain[1], built: false }
        : { notebook, cell: id, text: rest.slice(0, 60), built: true };
    });
  });
}

/** Ids of the claims that a notebook makes. */
export function claimIds(cells: readonly ReadCell[]): Set<string> {
  const code = cells.map(({ source }) => [source].flat().join("")).join("\n");
  return new Set(Array.from(code.matchAll(/\bid: "(\d\d\.[a-z0-9-]+)"/g), ([, id]) => id));
}

/** Which texts are guarded by nothing, which guards guard nothing, and which claims are not there. */
export function unguarded(notebook: string, cells: readonly ReadCell[]): string[] {
  const own = guards[notebook] ?? {};
  const ids = claimIds(cells);
  const texts = figureTexts(notebook, cells).filter(({ built }) => !built).map(({ text }) => text);
  return [
    ...texts.filter((text) => !(text in own)).map((text) => `nothing guards "${text}"`),
    ...Object.keys(own).filter((text) => !texts.includes(text)).map((text) =>
      `"${text}" stands on no figure`
    ),
    ...Object.values(own).flatMap((guard) => typeof guard === "string" ? [] : guard)
      .filter((id) => !ids.has(id)).map((id) => `there is no claim ${id}`),
  ];
}

if (import.meta.main) {
  const folder = new URL("../../notebooks/", import.meta.url);
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort();
  for (const name of names) {
    const number = name.slice(0, 2);
    const { cells } = JSON.parse(Deno.readTextFileSync(new URL(name, folder)));
    for (const { text, built } of figureTexts(number, cells)) {
      const guard = built ? "built from its numbers" : guards[number]?.[text] ?? "NOTHING";
      console.log(`${number}  ${[guard].flat().join(", ").padEnd(42)}  ${text}`);
    }
  }
}
