/**
 * Real time series, each with one fixed held-out part at its end.
 *
 * - `weather`: Seattle, every day of 2012 to 2015; 2015 is held out.
 * - `co2`: carbon dioxide in the air at Mauna Loa, every month from March 1958 to April 2020; the last ten
 *   years are held out. Five months before 1965 were not measured and are filled in by straight lines.
 *
 * @module
 */

import {
  checkOptions,
  checkValue,
  count,
  having,
  listOf,
  needed,
  realNumber,
  type Rule,
  wholeNumber,
} from "../options.ts";
import { checkName, readText } from "./file.ts";

/** A series of numbers over time. */
export interface Series {
  /** What each number of a row is. */
  readonly variables: readonly string[];
  /** In what each is measured. */
  readonly units: readonly string[];
  /** The day or month of each row, as year-month-day. */
  readonly dates: readonly string[];
  /** rows[t][variable] */
  readonly rows: readonly (readonly number[])[];
  /** Rows from this one on are held out. */
  readonly heldOutFrom: number;
  /** How many rows one season, a year, has. */
  readonly period: number;
}

const WEATHER = {
  file: "seattle_weather.csv",
  variables: ["precipitation", "highest temperature", "lowest temperature", "wind"],
  units: ["mm", "°C", "°C", "m/s"],
  columns: [1, 2, 3, 4],
  heldOutFrom: "2015-01-01",
  period: 365,
};
const CO2: typeof WEATHER = {
  file: "co2_concentration.csv",
  variables: ["carbon dioxide"],
  units: ["parts per million"],
  columns: [1],
  heldOutFrom: "2010-05-01",
  period: 12,
};
const SERIES = { weather: WEATHER, co2: CO2 };

/**
 * Reads a series: data/seattle_weather.csv or data/co2_concentration.csv.
 *
 * @throws {RangeError} for a name that is neither
 *
 * @example
 * ```ts
 * import { readSeries } from "lib/data/series.ts";
 * import { expect } from "vitest";
 *
 * const { variables, dates, rows, heldOutFrom } = await readSeries("weather");
 * expect(variables[1]).toBe("highest temperature");
 * expect([dates[0], rows[0][1]]).toEqual(["2012-01-01", 12.8]);
 * expect(dates[heldOutFrom]).toBe("2015-01-01");
 * ```
 */
export async function readSeries(name: "weather" | "co2"): Promise<Series> {
  checkName("read a series", name, Object.keys(SERIES), "series");
  const { file, variables, units, columns, heldOutFrom, period } = SERIES[name];
  const lines = (await readText(file)).trimEnd().split(/\r?\n/).slice(1).map((line) =>
    line.split(",")
  );
  const measured = lines.map(([date, ...rest]) => ({
    date,
    row: columns.map((column) => Number(rest[column - 1])),
  }));
  const complete = name === "co2" ? fillMonths(measured) : measured;
  const dates = complete.map(({ date }) => date);
  const rows = complete.map(({ row }) => row);
  return { variables, units, dates, rows, heldOutFrom: dates.indexOf(heldOutFrom), period };
}

/** A series whose every variable has mean 0 and standard deviation 1 over the rows before `heldOutFrom`. */
export interface Standardized {
  /** The scaled rows. */
  readonly rows: number[][];
  /** Mean of each variable. */
  readonly mean: readonly number[];
  /** Standard deviation of each variable. */
  readonly std: readonly number[];
  /** A scaled number of one variable in its own unit again. */
  restore(value: number, variable: number): number;
}

/**
 * Scales a series by what is known of it before the held-out part.
 *
 * @throws {RangeError} if there is nothing before it, or the numbers' squares are too large or small for a number
 *
 * @example
 * ```ts
 * import { standardize } from "lib/data/series.ts";
 * import { expect } from "vitest";
 *
 * const { rows, restore } = standardize({ rows: [[1], [3], [5]], heldOutFrom: 2 });
 * expect(rows).toEqual([[-1], [1], [3]]);
 * expect(restore(3, 0)).toBe(5);
 * ```
 */
export function standardize(series: Pick<Series, "rows" | "heldOutFrom">): Standardized {
  checkValue("standardize", "the series", series, having("one such as readSeries gives", "rows"));
  const { rows, heldOutFrom } = series;
  checkRows("standardize", rows);
  checkValue("standardize", "heldOutFrom", heldOutFrom, wholeNumber(0));
  const known = rows.slice(0, heldOutFrom);
  if (known.length === 0) {
    throw new RangeError(`Cannot standardize: found no rows before ${heldOutFrom}, wanted some`);
  }
  const average = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const mean = known[0].map((_, variable) => average(known.map((row) => row[variable])));
  const std = mean.map((center, variable) => {
    const variance = average(known.map((row) => (row[variable] - center) ** 2));
    const changes = known.some((row) => row[variable] !== known[0][variable]);
    if (!Number.isFinite(variance) || changes && variance === 0) {
      throw new RangeError(
        `Cannot standardize: the squares of variable ${variable}'s distances from its mean have the mean ${variance} in float64, and numbers whose squares are neither 0 nor infinite are wanted`,
      );
    }
    return variance > 0 ? Math.sqrt(variance) : 1;
  });
  return {
    rows: rows.map((row) => row.map((value, variable) => (value - mean[variable]) / std[variable])),
    mean,
    std,
    restore: (value, variable) => value * std[variable] + mean[variable],
  };
}

/** Which naive forecast. */
export interface NaiveOptions {
  /** Which variable, counted from 0. */
  readonly variable: number;
  /** How many rows before stands what is said. */
  readonly lag: number;
  /** The first row that is forecast. */
  readonly from: number;
}

/** Throws unless rows are lists of numbers, all equally long. */
function checkRows(doing: string, rows: unknown): void {
  const numbers = listOf(realNumber());
  const all: Rule = { wanted: "a list of rows", holds: Array.isArray };
  checkValue(doing, "the series", rows, all);
  const list = rows as readonly (readonly number[])[];
  for (let t = 0; t < list.length; t++) {
    checkValue(doing, `row ${t}`, list[t], numbers);
    if (list[t].length !== list[0].length) {
      throw new RangeError(
        `Cannot ${doing}: row ${t} has ${list[t].length} numbers, and ${
          list[0].length
        } are wanted, as in row 0`,
      );
    }
  }
}

/**
 * Mean squared error of saying that a variable will be what it was `lag` rows before: with lag 1 the naive
 * forecast, with lag `period` the seasonal one.
 *
 * @example
 * ```ts
 * import { naiveError } from "lib/data/series.ts";
 * import { expect } from "vitest";
 *
 * const rows = [[0], [1], [0], [1], [0]];
 * expect(naiveError(rows, { variable: 0, lag: 1, from: 2 })).toBe(1);
 * expect(naiveError(rows, { variable: 0, lag: 2, from: 2 })).toBe(0);
 * ```
 */
export function naiveError(
  rows: readonly (readonly number[])[],
  options: NaiveOptions,
): number {
  checkRows("forecast", rows);
  checkOptions<NaiveOptions>("forecast", options, {
    variable: needed(wholeNumber(0, (rows[0]?.length ?? 1) - 1)),
    lag: needed(count(0)),
    from: needed(count(0)),
  });
  const { variable, lag, from } = options;
  if (lag < 1 || from < lag || from >= rows.length) {
    throw new RangeError(
      `Cannot forecast: found lag ${lag} from row ${from}, wanted 1 ≤ lag ≤ from < ${rows.length}`,
    );
  }
  let sum = 0;
  for (let t = from; t < rows.length; t++) {
    sum += (rows[t][variable] - rows[t - lag][variable]) ** 2;
  }
  return sum / (rows.length - from);
}

interface Dated {
  readonly date: string;
  readonly row: number[];
}

/** Puts months that are missing between two others on the straight line between them. */
function fillMonths(measured: readonly Dated[]): Dated[] {
  return measured.flatMap((here, i) => {
    const next = measured[i + 1];
    if (!next) return [here];
    const gap = monthOf(next.date) - monthOf(here.date);
    return Array.from({ length: gap }, (_, k) => ({
      date: dateOf(monthOf(here.date) + k),
      row: here.row.map((value, j) => value + (next.row[j] - value) * k / gap),
    }));
  });
}

/** Months since year 0. */
function monthOf(date: string): number {
  const [year, month] = date.split("-").map(Number);
  return year * 12 + month - 1;
}

function dateOf(month: number): string {
  return `${Math.floor(month / 12)}-${`${month % 12 + 1}`.padStart(2, "0")}-01`;
}
