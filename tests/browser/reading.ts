/** What the page of `data_test.ts` runs: reads all data and says what came of it. */

import { readNames } from "lib/data/names.ts";
import { readNovel } from "lib/data/novel.ts";
import { readSeries } from "lib/data/series.ts";

const told = await Promise.all(
  [readNovel, readNames, () => readSeries("weather"), () => readSeries("co2")].map((read) =>
    read().then(() => "read", (error) => String(error))
  ),
);
Object.assign(globalThis, { told });
