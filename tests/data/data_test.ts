import { describe, expect, it } from "vitest";
import fc from "fast-check";
import {
  naiveError,
  ngram,
  readNames,
  readNovel,
  readSeries,
  standardize,
  vocabulary,
} from "lib/data/mod.ts";
import { createRandom } from "lib/random.ts";
import { sha256, table } from "../../tools/data/table.ts";
import { needs } from "../support/permissions.ts";

const reading = needs({ read: true });

reading.describe("the files", () => {
  it("are those whose SHA-256 is listed, and all are listed", async () => {
    const listed = await table();
    const files: string[] = [];
    for await (const { name, isFile } of Deno.readDir(new URL("../../data/", import.meta.url))) {
      if (isFile && name !== "README.md") files.push(name);
    }
    expect([...listed.keys()].sort()).toEqual(files.sort());
    for (const [name, hash] of listed) expect([name, await sha256(name)]).toEqual([name, hash]);
  });
});

reading.describe("the novel", () => {
  it("has 139 sections in reading order", async () => {
    const { sections } = await readNovel();
    expect(sections).toHaveLength(139);
    expect(sections.slice(0, 5).map(({ chapter }) => chapter)).toEqual(
      ["Contents", "Etymology", "Extracts", "1", "2"],
    );
    expect(sections.at(-1)!.chapter).toBe("Epilogue");
    expect(sections[3].title).toBe("Loomings.");
    expect(sections.every(({ text }) => text.length > 100)).toBe(true);
  });
  it("holds out every tenth chapter; no section lies on both sides", async () => {
    const { sections, training, heldOut } = await readNovel();
    const chapters = sections.filter(({ part }) => part === "held out").map(({ chapter }) =>
      chapter
    );
    expect(chapters).toEqual(Array.from({ length: 13 }, (_, i) => `${10 * (i + 1)}`));
    for (const { text, part } of sections) {
      expect(training.includes(text)).toBe(part === "training");
      expect(heldOut.includes(text)).toBe(part === "held out");
    }
    expect([training.length, heldOut.length]).toEqual([1_094_730, 92_039]);
  });
  it("is better predicted by longer contexts, up to a point", async () => {
    const { training, heldOut } = await readNovel();
    const { encode, size } = vocabulary(training + heldOut);
    const [seen, unseen] = [encode(training.slice(0, 200_000)), encode(heldOut)];
    const bits = [1, 2, 3, 4].map((order) =>
      ngram(seen, { order, vocabSize: size }).bitsPerSymbol(unseen)
    );
    expect(size).toBe(81);
    expect(bits).toEqual([...bits].sort((a, b) => b - a));
    expect(bits[0]).toBeCloseTo(4.45, 1);
    expect(bits[3]).toBeLessThan(2.7);
  });
});

reading.describe("the names", () => {
  it("are split without overlap, each once, in small letters", async () => {
    const { female, male, training, heldOut } = await readNames();
    expect([female.length, male.length]).toEqual([4951, 3898]);
    const all = [...training, ...heldOut];
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((name) => /^[a-z]+(-[a-z]+)*$/.test(name))).toBe(true);
    expect(new Set(all)).toEqual(new Set([...female, ...male].map((name) => name.toLowerCase())));
    expect(heldOut.length / all.length).toBeCloseTo(0.1, 3);
  });
});

reading.describe("the series", () => {
  it("weather: every day of four years, the last one held out", async () => {
    const { variables, units, dates, rows, heldOutFrom } = await readSeries("weather");
    expect(rows).toHaveLength(4 * 365 + 1);
    expect(rows.every((row) => row.length === 4 && row.every(Number.isFinite))).toBe(true);
    expect(rows.every(([rain, high, low, wind]) => rain >= 0 && high >= low && wind >= 0)).toBe(
      true,
    );
    expect(variables.length).toBe(units.length);
    expect(rows.length - heldOutFrom).toBe(365);
    const days = dates.map((date) => Date.parse(date) / 86_400_000);
    days.slice(1).forEach((day, i) => expect(day - days[i]).toBe(1));
  });
  it("co2: every month, missing ones between their neighbours, ten years held out", async () => {
    const { dates, rows, heldOutFrom, period } = await readSeries("co2");
    expect([dates[0], dates.at(-1)]).toEqual(["1958-03-01", "2020-04-01"]);
    expect(dates).toHaveLength(62 * 12 + 2);
    expect(new Set(dates).size).toBe(dates.length);
    expect(rows.length - heldOutFrom).toBe(10 * period);
    const filled = dates.indexOf("1958-06-01");
    expect(rows[filled][0]).toBeCloseTo((rows[filled - 1][0] + rows[filled + 1][0]) / 2, 9);
  });
  it("standardized by what is known: mean 0 and deviation 1 before the held-out part", async () => {
    const series = await readSeries("weather");
    const { rows, restore } = standardize(series);
    for (let variable = 0; variable < 4; variable++) {
      const known = rows.slice(0, series.heldOutFrom).map((row) => row[variable]);
      const mean = known.reduce((sum, x) => sum + x, 0) / known.length;
      const variance = known.reduce((sum, x) => sum + (x - mean) ** 2, 0) / known.length;
      expect(mean).toBeCloseTo(0, 9);
      expect(variance).toBeCloseTo(1, 9);
      expect(restore(rows[1200][variable], variable)).toBeCloseTo(series.rows[1200][variable], 9);
    }
  });
});

describe("naive forecasts", () => {
  it("a season repeated exactly is forecast without error", () => {
    const rows = Array.from({ length: 50 }, (_, t) => [t % 12]);
    expect(naiveError(rows, { variable: 0, lag: 12, from: 20 })).toBe(0);
    expect(naiveError(rows, { variable: 0, lag: 1, from: 20 })).toBeGreaterThan(1);
  });
  it("need a row to start from", () => {
    expect(() => naiveError([[1], [2]], { variable: 0, lag: 2, from: 1 })).toThrow(
      "found lag 2 from row 1",
    );
  });
});

describe("standardize", () => {
  it("leaves a variable that never changes at 0", () => {
    expect(standardize({ rows: [[5], [5], [6]], heldOutFrom: 2 }).rows).toEqual([[0], [0], [1]]);
  });
  it("refuses a series without a known part", () => {
    expect(() => standardize({ rows: [[5]], heldOutFrom: 0 })).toThrow("found no rows before 0");
  });
});

describe("vocabulary", () => {
  it("decode undoes encode, whatever the text", () => {
    fc.assert(fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (text) => {
      const { encode, decode, symbols, size } = vocabulary(text);
      expect(decode(encode(text))).toBe(text);
      expect(new Set(symbols).size).toBe(size);
    }));
  });
  it("is the same for the same symbols in any order", () => {
    expect(vocabulary("cab").symbols).toEqual(vocabulary("abcabc").symbols);
  });
  it("refuses what it does not know", () => {
    const { encode, decode, has } = vocabulary("ab");
    expect([has("a"), has("c")]).toEqual([true, false]);
    expect(() => encode("abc")).toThrow('found the symbol "c" at 2');
    expect(() => decode([0, 2])).toThrow("found the number 2, wanted 0 to 1");
  });
});

describe("n-grams", () => {
  const symbols = fc.array(fc.nat(3), { minLength: 2, maxLength: 40 });
  it("give every context probabilities that are positive and sum to 1", () => {
    fc.assert(
      fc.property(symbols, symbols, fc.integer({ min: 1, max: 4 }), (text, context, order) => {
        const p = ngram(text, { order, vocabSize: 4 }).predict(context);
        expect(p.every((value) => value > 0)).toBe(true);
        expect(p.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
  it("look back order − 1 symbols, no further", () => {
    fc.assert(fc.property(symbols, symbols, (text, context) => {
      const model = ngram(text, { order: 3, vocabSize: 4 });
      expect(model.predict([...context, 1, 2])).toEqual(model.predict([3, 1, 2]));
    }));
  });
  it("bits per symbol are the mean of −log₂ of what was predicted", () => {
    const text = [0, 1, 2, 0, 1, 3, 0, 1];
    const model = ngram(text, { order: 3, vocabSize: 4 });
    let bits = 0;
    for (let t = 1; t < text.length; t++) {
      bits -= Math.log2(model.predict(text.slice(0, t))[text[t]]);
    }
    expect(model.bitsPerSymbol(text)).toBeCloseTo(bits / (text.length - 1), 12);
  });
  it("find nothing in noise: log₂ of the number of symbols, a little more", () => {
    const random = createRandom(0);
    const noise = () => Array.from({ length: 20_000 }, () => random.integer(0, 4));
    const bits = ngram(noise(), { order: 3, vocabSize: 4 }).bitsPerSymbol(noise());
    expect(bits).toBeGreaterThan(2);
    expect(bits).toBeLessThan(2.02);
  });
  it("refuse what cannot be counted", () => {
    expect(() => ngram([0], { order: 0, vocabSize: 2 })).toThrow("found order 0");
    expect(() => ngram([0], { order: 40, vocabSize: 81 })).toThrow("found order 40");
    expect(() => ngram([2], { order: 1, vocabSize: 2 })).toThrow(
      "found the symbol 2, wanted 0 to 1",
    );
    expect(() => ngram([0], { order: 1, vocabSize: 2 }).bitsPerSymbol([0])).toThrow(
      "found a text of 1",
    );
  });
});
