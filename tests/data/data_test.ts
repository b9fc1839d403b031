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
import { FILES, readText } from "lib/data/file.ts";
import { sha256 } from "lib/data/sha256.ts";
import { table } from "../../tools/data/table.ts";
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
    for (const [name, hash] of listed) {
      const bytes = await Deno.readFile(new URL(`../../data/${name}`, import.meta.url));
      const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
      expect([name, found]).toEqual([name, hash]);
      expect(FILES[name]).toEqual({ size: bytes.length, sha256: hash });
    }
  });
});

describe("SHA-256", () => {
  it("is that of the platform, for every length up to three blocks and for any bytes", async () => {
    const platform = async (bytes: Uint8Array<ArrayBuffer>) =>
      new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
    for (let length = 0; length <= 192; length++) {
      const bytes = new Uint8Array(length).map((_, i) => i * 83 + length);
      expect(sha256(bytes)).toBe(await platform(bytes));
    }
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 1000 }), async (bytes) => {
      expect(sha256(bytes)).toBe(await platform(bytes as Uint8Array<ArrayBuffer>));
    }));
  });
});

reading.describe("a file that is not as it should be", () => {
  const halved = (bytes: Uint8Array) => bytes.slice(0, bytes.length / 2);
  const withReturns = (bytes: Uint8Array) =>
    new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll("\n", "\r\n"));
  const oneLetter = (bytes: Uint8Array) => bytes.with(bytes.length - 100, 65);

  /** Reads with every file of data/ changed. */
  async function reading(read: () => Promise<unknown>, change: (bytes: Uint8Array) => Uint8Array) {
    const { fetch } = globalThis;
    globalThis.fetch = async (url) => {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
      return new Response(change(bytes) as Uint8Array<ArrayBuffer>);
    };
    try {
      await read();
    } finally {
      globalThis.fetch = fetch;
    }
  }

  it.each(
    [
      [
        "half the novel",
        readNovel,
        halved,
        "moby_dick.txt: found 609,908 bytes, wanted the 1,219,817",
      ],
      [
        "an empty novel",
        readNovel,
        () => new Uint8Array(),
        "found an empty file, wanted the 1,219,817",
      ],
      ["the novel with CRLF", readNovel, withReturns, "with the line ends \\r\\n in place of \\n"],
      ["one other letter", readNovel, oneLetter, "found other bytes, though as many"],
      ["half the names", readNames, halved, "_names.txt: found 1"],
      ["names with CRLF", readNames, withReturns, "with the line ends \\r\\n in place of \\n"],
      [
        "half the weather",
        () => readSeries("weather"),
        halved,
        "seattle_weather.csv: found 24,109",
      ],
      ["empty weather", () => readSeries("weather"), () => new Uint8Array(), "found an empty file"],
      [
        "half the carbon dioxide",
        () => readSeries("co2"),
        halved,
        "co2_concentration.csv: found 9,273",
      ],
      [
        "a mark at the beginning",
        readNovel,
        (b: Uint8Array) => Uint8Array.of(239, 187, 191, ...b.subarray(0, 99)),
        "found 102 bytes",
      ],
    ] as const,
  )("%s is refused", async (_, read, change, message) => {
    await expect(reading(read, change)).rejects.toThrow(message);
    await expect(reading(read, change)).rejects.toThrow(/git checkout data\/\w+\.\w+`/);
    await reading(read, (bytes) => bytes); // and as it should be, it is read
  });

  it("is not guessed at: a name that is not there is refused, with the nearest", async () => {
    const read = (name: unknown) => readSeries(name as "co2");
    await expect(read("CO2")).rejects.toThrow(
      'Cannot read a series: found the series "CO2", and co2 is wanted (there are weather, co2)',
    );
    await expect(read("temperature")).rejects.toThrow("one of weather, co2 is wanted");
    await expect(read("constructor")).rejects.toThrow("one of weather, co2 is wanted");
    await expect(read(undefined)).rejects.toThrow("the series is undefined, and one of");
    await expect(readText("moby_dick")).rejects.toThrow("moby_dick.txt is wanted");
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
  it("are of a variable that there is", () => {
    const error = (options: object) => () => naiveError([[1], [2], [3]], options as never);
    expect(error({ variable: 1, lag: 1, from: 1 })).toThrow(
      "variable is 1, and a whole number from 0 to 0",
    );
    expect(error({ variable: 0, lag: 1 })).toThrow("from is missing");
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
  it("refuses numbers whose squares are too large or too small for a number", () => {
    for (const rows of [[[1e200], [-1e200]], [[1e-200], [2e-200]]]) {
      expect(() => standardize({ rows, heldOutFrom: 2 })).toThrow(
        /^Cannot standardize: the squares of variable 0's distances from its mean have the mean (Infinity|0) in/,
      );
    }
  });
  it("refuses rows of unequal length, and what is no number", () => {
    const of = (rows: unknown) => () => standardize({ rows: rows as number[][], heldOutFrom: 1 });
    expect(of([[1, 2], [3]])).toThrow("Cannot standardize: row 1 has 1 numbers, and 2 are wanted");
    expect(of([[1], [NaN]])).toThrow(
      "is NaN, and a number is wanted",
    );
    expect(of("rows")).toThrow('the series is the text "rows"');
    expect(() => standardize({ rows: [[1]], heldOutFrom: -1 })).toThrow("heldOutFrom is -1");
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
    expect(() => decode(5 as never)).toThrow("it is 5, and a list of numbers is wanted");
    expect(() => decode(["0"] as never)).toThrow('it[0] is the text "0", and a number is wanted');
    expect(() => decode([0, 1], 5 as never)).toThrow("the separator is 5, and a text is wanted");
    expect(() => encode(7 as never)).toThrow("it is 7, and a text");
    expect(() => vocabulary("")).toThrow('the text is the text "", and a text');
    expect(() => vocabulary([1, 2] as never)).toThrow("the text is the list [1,2]");
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
    expect(() => ngram([0], { order: 0, vocabSize: 2 })).toThrow("order is 0, and a whole number");
    expect(() => ngram([0.5], { order: 1, vocabSize: 2 })).toThrow("found the symbol 0.5 at 0");
    expect(() => ngram("01" as never, { order: 1, vocabSize: 2 })).toThrow(
      'the text is the text "01"',
    );
    expect(() => ngram([0], { order: 1, vocabsize: 2 } as never)).toThrow("vocabSize is wanted");
    const model = ngram([0, 1], { order: 2, vocabSize: 2 });
    expect(() => model.predict([7])).toThrow("found the symbol 7 at 0, wanted 0 to 1");
    expect(() => model.bitsPerSymbol([0, 2])).toThrow("found the symbol 2 at 1, wanted 0 to 1");
    expect(() => ngram([0], { order: 40, vocabSize: 81 })).toThrow("found order 40");
    expect(() => ngram([0], { order: 54, vocabSize: 1 })).toThrow("found order 54");
    expect(ngram([0, 0], { order: 53, vocabSize: 1 }).predict([0])).toEqual(Float64Array.of(1));
    const view = new DataView(new ArrayBuffer(8));
    expect(() => ngram(view as never, { order: 1, vocabSize: 2 })).toThrow(
      "the text is a DataView of 8, and a list of numbers is wanted",
    );
    expect(() => ngram([2], { order: 1, vocabSize: 2 })).toThrow(
      "found the symbol 2 at 0, wanted 0 to 1",
    );
    expect(() => ngram([0], { order: 1, vocabSize: 2 }).bitsPerSymbol([0])).toThrow(
      "found a text of 1",
    );
  });
});
