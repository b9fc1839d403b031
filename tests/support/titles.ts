/**
 * Names of tests made from tables: what Vitest does with `%s`, `%i`, `$name` and template tables.
 *
 * @module
 */

import "./environment.ts";
import { format, objDisplay } from "@vitest/utils/display";

/** The cases of `each`: an array, or the values of a template table turned into one record a row. */
export function tableRows(table: unknown, values: readonly unknown[]): unknown[] {
  if (!isTemplate(table)) return [...table as Iterable<unknown>];
  const heads = table[0].split("\n").map((line) => line.trim()).filter(Boolean)[0]
    .split("|").map((head) => head.trim());
  const rows: Record<string, unknown>[] = [];
  for (let at = 0; at < values.length; at += heads.length) {
    rows.push(Object.fromEntries(heads.map((head, column) => [head, values[at + column]])));
  }
  return rows;
}

/** Fills a title's placeholders from one row of the table: `%s` and its kin in order, `$name` from a record, `$0` by place. */
export function title(template: string, row: unknown, index: number): string {
  const values: readonly unknown[] = Array.isArray(row) ? row : [row];
  const [record] = values;
  const isRecord = typeof record === "object" && record !== null && !Array.isArray(record);
  let used = 0;
  return template.replace(/%([sdifjoOc#$%])|\$([$\w.]+)/g, (all, kind?: string, path?: string) => {
    if (path !== undefined) {
      const byPlace = /^\d+$/.test(path);
      if (!isRecord && !byPlace) return all;
      const own = isRecord ? at(record, path) : undefined;
      return objDisplay(own === undefined && byPlace ? at(values, path) : own);
    }
    if (kind === "#") return String(index);
    if (kind === "$") return String(index + 1);
    const value = values[used++]; // also for %%, as Vitest has it
    return kind === "f" && Object.is(value, -0) ? "-0" : format(all, value);
  });
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (found, key) => (found as Record<string, unknown> | null | undefined)?.[key],
    value,
  );
}

function isTemplate(table: unknown): table is readonly string[] {
  return Array.isArray(table) && "raw" in table;
}
