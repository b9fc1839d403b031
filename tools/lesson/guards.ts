/**
 * What stands behind the words of every figure: for each title or subtitle that states a result, the claims that would
 * turn red if it were not so. `figures.ts` holds the notebooks to this list.
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
  /** What it states is put in from the numbers that are drawn. */
  | "built from its numbers"
  /** It states what follows from an equation, whatever is trained. */
  | "holds by the equation";

/** Titles, subtitles and written alt texts by notebook; "…" stands for what is put in when the cell runs. */
export const guards: Readonly<Record<string, Readonly<Record<string, Guard>>>> = {
  "00": {
    "Looking further back helps at first, then hurts": ["00.further-is-better"],
    "Loss of a net that reads names letter by letter": "says what is drawn",
    "One point a seed; the line runs through the medians": "says what is drawn",
    "Left: loss on the names it learns from. Right: letters of other names guessed right":
      "says what is drawn",
  },
  "01": {
    "Seattle, the first … days of 2015, which the net has not seen": "says what is drawn",
    "… days behind it, the net knows roughly what comes": ["01.weather-order"],
    "This melody …": "built from its numbers",
    "Two sentences, one bag": ["01.bag-of-words-logits"],
    "The bag gives six orders one answer; the reader does not": ["01.bag-of-words-logits"],
    "Fifteen notes, two melodies": "says what is drawn",
    "Rising or falling, the spectrum is the same": "holds by the equation",
    "Seattle, day by day": "says what is drawn",
    "The same days, shuffled": "says what is drawn",
    "Probability that an animal acts, by order of the same three words": "says what is drawn",
    "Two curves, one upon the other": "holds by the equation",
  },
  "02": {
    "Accuracy, medians of … seeds. Chance, by column: ….": "says what is drawn",
    "A point a seed, … seeds at each width, the same number of updates.": "says what is drawn",
    "… times the neurons, and still a coin flip where it was not trained": ["02.shape-not-size"],
    "Verbs asked about in every slot. A point a seed, … seeds each.": "says what is drawn",
    "What the slots net learned in … is worth nothing in slot …": ["02.no-sharing"],
    "A point a seed, … seeds. What matters stands … words from the end.": "says what is drawn",
    "The shortest window that is right nine times in ten: …": "built from its numbers",
    "What the net cannot see cannot matter to its answer": ["02.fixed-input-size"],
    "Each feedforward shape fails somewhere; the recurrent net does not": ["02.each-shape-fails"],
    "Dark: changing this word changes the answer after the last word. Light: it changes nothing.":
      "says what is drawn",
  },
  "03": {
    "Trained on … to … words, never on more. A point a seed, … seeds.": "says what is drawn",
    "One set of weights fits … words and …": ["03.any-length"],
    "… boxes in a row, one a word, no arrow between them; above the last a question mark":
      "says what is drawn",
    "A box with a loop equals a row of … boxes, one a word, each handing its memory to the next":
      "says what is drawn",
    "Hidden units (rows) after each word (columns), untrained": "says what is drawn",
    "The same word leaves another memory, because another memory came in": [
      "03.same-word-other-memory",
    ],
    "One box with a loop is the same box at every step": "says what is drawn",
    "Recurrence cut: the last box has read one word, “the”": "says what is drawn",
    "My cell learns to remember one bit": ["03.temporal-xor"],
    "Each piece of evidence makes sky likelier, and the memory carries it to the blank": [
      "03.evidence-moves-it",
      "03.clouds-sky",
    ],
    "A beginning of Moby-Dick, character by character": "says what is drawn",
    "The weights in all blue boxes are the same numbers. h is the memory, and it starts at 0.": [
      "03.same-weights",
    ],
    "“blue” is said of the sky and of the sea; “clouds” settles it": ["03.evidence-moves-it"],
    "Left: loss on what it trains with. Right: the same on held-out chapters, in bits.":
      "says what is drawn",
  },
  "04": {
    "Verbs trained in …, asked about in all. A point a seed, … seeds": "says what is drawn",
    "Memory alone does not carry a verb to …; sharing does": ["04.any-position"],
    "Accuracy at the steps beyond …, those of training. A point a seed, … seeds.":
      "says what is drawn",
    "Trained on up to … bits, right on …, with one set of weights": ["04.any-length"],
    "The same sequences, the same updates. A step can only learn from a step before it that is right":
      "holds by the equation",
    "A set a step: …": "built from its numbers",
    "How often the net is right at each step as it learns (chance is …). Seed …":
      "says what is drawn",
    "One set of weights: …": "built from its numbers",
    "Weights that take part in reading a sequence, … hidden units": "says what is drawn",
    "What the … steps ask of each weight adds up to what the shared weight is told": [
      "04.gradients-sum",
    ],
    "One set stays as small as it was; a set a step grows with the sequence": [
      "04.as-many-weights",
    ],
    "Derivative of the loss by each weight of W_h (rows): by the copy of each step, their sum, and by the one shared W_h":
      "says what is drawn",
  },
  "05": {
    "Right about a word … steps back (chance is …). A point a seed, … seeds": "says what is drawn",
    "Without clipping the gradient grows to … and the training …; with clipping it is never longer than … and the squared error falls to …":
      ["05.explodes-in-training"],
    "Forecasting the weather from radius …, start …. Without clipping the training …; what is beyond … lies on the upper edge":
      "built from its numbers",
    "Untrained nets, loss after the last step. A point a seed, … seeds": "says what is drawn",
    "Trained in pieces of … steps, with the memory handed on or emptied. A point a seed, … seeds":
      "says what is drawn",
    "The gradient went back … steps; after … untouched, the lamp is known in … % of cases":
      "built from its numbers",
    "The nearest marked country stands … steps from the end. A point a seed, … seeds":
      "says what is drawn",
    "Truncated after … steps, the gradient is … from the first step to the last":
      "built from its numbers",
    "Both nets read all … words and give the same answer": ["05.same-memory"],
    "…: … at the last step, … at the first": "built from its numbers",
    "Length of ∂L/∂h at … steps, of … untrained nets; thicker arrows carry more":
      "says what is drawn",
    "One factor, at every step: the gradient fades or grows on its way back": ["05.exploding"],
    "Truncation: the memory comes through, the gradient stops": ["05.truncation", "05.same-memory"],
    "A word that the gradient never reaches is not learned": ["05.truncation"],
    "With radius … the gradient grows many times over with the length": ["05.exploding"],
    "One step too far is enough": ["05.explodes-in-training"],
    "Clipped, … nets that explode learn it, … of those that fade": "built from its numbers",
  },
  "06": {
    "Trained with at most … nouns between. A point a seed, lines through the medians of … seeds.":
      "says what is drawn",
    "Marked recall over … steps, at most … small updates. A dot a seed; chance is ….":
      "says what is drawn",
    "Over … steps, a good start and patience go a long way": ["06.identity-start"],
    "… updates. A point a seed, … seeds each.": "says what is drawn",
    "… updates, the best of … learning rates. A dot a seed; chance is ….": "says what is drawn",
    "Marked recall over … steps: the lag is what is wrong": ["06.marked-recall-fails"],
    "Gradient at the memory by lag, relative to lag 0, medians of … seeds.": "says what is drawn",
    "Without squashing: below 1 fades, 1 stays, above 1 explodes": ["06.fate-of-a-signal"],
    "With tanh nothing explodes, and what fades still fades": "holds by the equation",
    "The usual start forgets before training has begun": ["06.gradient-fades"],
    "Accuracy by the lag of the marked word": "says what is drawn",
    "Is, or are? Nouns of the other number stand between subject and verb": "says what is drawn",
    "How far apart two signals still are, relative to the start: −3 means a thousandth.":
      "says what is drawn",
    "The same loops and signals, squashed at every step.": "says what is drawn",
  },
  "07": {
    "Accuracy on the latch after at most … updates, median of … seeds; chance is ….":
      "says what is drawn",
    "What … updates learn, by forget bias and lag": "says what is drawn",
    "Remembered letters right in streams of … letters, after at most … updates on streams of …. A dot a net; chance is ….":
      "says what is drawn",
    "Endless Reber strings: … full LSTMs and … that cannot forget get more than … % right":
      "built from its numbers",
    "… steps, at most … updates. A dot a seed; chance is ….": "says what is drawn",
    "The same sequence and the same order of units; dark is keep. Colours begin at …: whatever is below has let go within a few words.":
      "holds by the equation",
    "First … words of a sequence; dark is open. Units that open widest for the mark on top.":
      "says what is drawn",
    "Marked recall over … steps, the best of … learning rates. A dot a seed; chance is ….":
      "says what is drawn",
    "The LSTM remembers, tanh RNNs with … guess": ["07.lstm-remembers"],
    "Kept exactly, overwritten, forgotten; and fading when the gate is half open":
      "holds by the equation",
    "Input gates: some units open for the marked word": ["07.input-gate-opens-at-the-mark"],
    "Forget gates of the same units": "says what is drawn",
    "Marked recall with a gate frozen": "says what is drawn",
    "What is kept before training: σ(bias) to the power of the lag": "says what is drawn",
    "One number of memory. While i = 0, whatever is offered (g) passes by without a trace.":
      "holds by the equation",
  },
  "08": {
    "Accuracy on unseen sequences, medians of … seeds. Chance is … in marked recall and … in parity.":
      "says what is drawn",
    "About … parameters and at most … updates each, the best of … learning rates. A dot a seed; always answering 1 scores 1/6.":
      "says what is drawn",
    "Adding: the gated cells hold two numbers over … steps": ["08.adding"],
    "About … parameters and at most … updates each, the best of … learning rates. A dot a seed; chance is ….":
      "says what is drawn",
    "Marked recall: the gated cells have it, the tanh RNN guesses": ["08.marked-recall"],
    "Hold z, and recall is lost; hold r shut, and parity is lost": [
      "08.update-gate",
      "08.reset-gate",
    ],
    "How far the update gate of each unit opens, word by word": "says what is drawn",
    "1 − z of each unit (rows): how much of it is overwritten at this step. Dark is much.":
      "holds by the equation",
  },
  "09": {
    "What probes of the final hidden state tell about the country at each of … steps. The marked one is told in … of all cases. … seeds.":
      "built from its numbers",
    "How often a linear probe of the hidden state after letter … tells the letter at each place. A point a seed, … seeds.":
      "says what is drawn",
    "Trained, the first and the last letter are plain; the middle blurs": ["09.middle-is-lost"],
    "The same data for all. A point a seed, … seeds each.": "says what is drawn",
    "Share of letters repeated correctly. Cell: …. A point a seed, … seeds each, … updates for all.":
      "says what is drawn",
    "More letters, less recall; more units, more recall": [
      "09.falls-with-length",
      "09.rises-with-size",
    ],
    "What looks back at everything does not care how much there is": ["09.attention-stays-high"],
    "What the final hidden state tells of each word": "says what is drawn",
  },
  "10": {
    "… names for each temperature and seed.": "says what is drawn",
    "Unit … of …, seed …; correlation ….": "built from its numbers",
    "The same … places for all; a dot a seed, lines through medians.": "says what is drawn",
    "The window ends at … characters; the LSTM gains a little beyond": ["10.reads-past-the-window"],
    "The same … held-out characters for all; a dot a seed.": "says what is drawn",
    "Bits per character on held-out chapters": "says what is drawn",
    "The cell state of the unit that follows capitalised words best": "says what is drawn",
    "Its gates: 1 is open, 0 is closed": "says what is drawn",
    "Names made up, from cold to hot": "says what is drawn",
    "Few names: what is learned by heart costs the others": ["10.overfits"],
    "… names or …. A point a seed, lines through the medians of … seeds.": "says what is drawn",
  },
  "11": {
    "Roll-outs from … months of the held-out part; medians of … seeds.": "says what is drawn",
    "On its own words for … months: the memory keeps the season": ["11.roll-out-needs-memory"],
    "Error on the last … years; a dot a seed.": "says what is drawn",
    "Errors: as this month …, GRU on levels …, GRU on changes …": "built from its numbers",
    "Carbon dioxide: … of … held-out months lie above every training month":
      "built from its numbers",
    "A week ahead: calendar … °C, GRU … °C": "built from its numbers",
    "Error on the … days of 2015; a dot a seed.": "says what is drawn",
    "Seattle: three years to learn from, one to be tested on": "says what is drawn",
    "Error of tomorrow's forecast, all rivals": "says what is drawn",
    "A spell of the held-out year: what happened, and two forecasts": "says what is drawn",
    "With memory it breathes in and out; without, it has no idea what season it is": [
      "11.roll-out-needs-memory",
    ],
  },
  "12": {
    "Is, or are? Nouns of the other number stand between subject and verb": "says what is drawn",
    "Trained with at most … nouns between. A point a seed, lines through the medians of … seeds.":
      "says what is drawn",
    "Counted while reading … words, width ….": "says what is drawn",
    "Steps over which the marked word moves at least … % of the answer; a dot a seed, … seeds.":
      "says what is drawn",
    "What changing the marked word does to the answer. A point a seed, … seeds; nothing below one in a billion is drawn.":
      "says what is drawn",
    "Gradient by distance before training, divided by that one step back; median of … seeds.":
      "says what is drawn",
    "Marked recall after at most … updates. A point a seed, … seeds, … to … parameters.":
      "says what is drawn",
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
    "Three cups, trained on … shuffles": "says what is drawn",
    "Parity, trained on … bits": "says what is drawn",
    "Accuracy after so many …. A point a seed, lines through the medians of … seeds.":
      "says what is drawn",
  },
  "15": {
    "Share of letters right; a point a seed, lines through the medians of … seeds.":
      "says what is drawn",
    "Said backwards, trained on … letters": "says what is drawn",
    "Share answered right; a dot a seed, … seeds.": "says what is drawn",
    "Share of gaps answered right; a dot a seed, … seeds.": "says what is drawn",
    "A or an, by the word behind the gap": "says what is drawn",
    "Is it the letter that was marked last?": "says what is drawn",
    "Did it rise or fall? Two tones, noise after each": "says what is drawn",
  },
};
