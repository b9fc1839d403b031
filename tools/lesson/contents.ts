/**
 * What each notebook holds, in a line: the README's table.
 *
 * @module
 */

/** File names without their ending, titles, and what is in them. */
export const contents: readonly (readonly [name: string, title: string, holds: string])[] = [
  [
    "00_start_here",
    "00 start here",
    "how a claim is tested, with one that fails on purpose; the map; the words",
  ],
  [
    "01_order_is_the_meaning",
    "01 order is the meaning",
    "what a sequence is, and what is lost when its order is lost",
  ],
  [
    "02_why_feedforward_fails",
    "02 why feedforward fails",
    'fixed size, no memory, no sharing; "just add neurons", measured',
  ],
  [
    "03_recurrence",
    "03 recurrence",
    "one cell from scratch, unrolled; the same weights for 3 words and for 30",
  ],
  [
    "04_one_set_of_weights",
    "04 one set of weights",
    "why one small net fits every step and every length",
  ],
  [
    "05_training_through_time",
    "05 training through time",
    "back-propagation through time by hand; truncation; clipping",
  ],
  [
    "06_fading_memory",
    "06 fading memory",
    "the gradient by lag; marked recall, which plain recurrence fails; what a good start buys",
  ],
  ["07_lstm", "07 LSTM", "gates as code: keep, overwrite, forget; frozen gates; 200 steps back"],
  ["08_gru", "08 GRU", "a matched comparison, gate by gate; why it is not a new idea"],
  [
    "09_a_summary_not_a_transcript",
    "09 a summary, not a transcript",
    "how much a hidden state holds, and what it loses first",
  ],
  [
    "10_real_text",
    "10 real text",
    "n-grams, windows, RNN, GRU and LSTM on a novel; names; temperature",
  ],
  [
    "11_real_series",
    "11 real series",
    "forecasts of weather and CO₂ against naive and seasonal ones",
  ],
  [
    "12_attention",
    "12 attention, the next lesson",
    "all positions at once; context windows measured; what it costs",
  ],
  [
    "13_your_own_cell",
    "13 your own cell",
    "write a cell and run it through the gauntlet beside RNN, LSTM and GRU",
  ],
  [
    "14_recurrence_today",
    "14 recurrence today",
    "gates from the input alone, all steps at once; what that gives up",
  ],
  [
    "15_deep_both_ways",
    "15 deep, both ways, and into another sequence",
    "a second cell on top, backwards, or as the one that writes; two tones in noise",
  ],
];
