/**
 * Names of tests made from tables: what Vitest does with `%s`, `%i`, `$name` and template tables.
 *
 * @module
 */

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

/** Fills a title's placeholders from one row of the table. */
export function title(template: string, row: unknown, index: number): string {
  const values = Array.isArray(row) ? [...row] : [row];
  const percent = template.replace(/%([sdifjoOc#$%])/g, (all, kind: string) => {
    if (kind === "%") return "%";
    if (kind === "#") return String(index);
    if (kind === "$") return String(index + 1);
    return values.length === 0 ? all : format(kind, values.shift());
  });
  const record = Array.isArray(row) ? row[0] : row;
  if (typeof record !== "object" || record === null) return percent;
  return percent.replace(/\$([A-Za-z_][\w.]*)/g, (all, path: string) => {
    const keys = path.split(".");
    if (!(keys[0] in record)) return all;
    const found = keys.reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      record,
    );
    return typeof found === "string" ? `'${found}'` : show(found);
  });
}

function isTemplate(table: unknown): table is readonly string[] {
  return Array.isArray(table) && "raw" in table;
}

function format(kind: string, value: unknown): string {
  if (kind === "d" || kind === "f") return String(Number(value));
  if (kind === "i") return String(Math.trunc(Number(value)));
  if (kind === "j") return JSON.stringify(value);
  if (kind === "c") return "";
  return show(value);
}

function show(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) {
    return Deno.inspect(value, { compact: true, breakLength: Infinity });
  }
  return String(value);
}
