/**
 * Many numbers over many steps as a picture: one column a step, one row a unit, in a few shades, so that it stays
 * small: each shade is one path.
 *
 * @module
 */

/** Shades on either side of nothing. */
const SHADES = 6;

/** Draws the numbers `[step][unit]`; a frame marks one step. */
export function heatStrip(
  columns: readonly ArrayLike<number>[],
  { name, at, width, signed }: {
    readonly name: string;
    readonly at: number;
    readonly width: number;
    /** Whether numbers may be negative; they are then blue, and orange if positive. */
    readonly signed: boolean;
  },
): string {
  const rows = columns[0].length;
  const most = Math.max(
    1e-9,
    ...columns.map((column) => Math.max(...Array.from(column, Math.abs))),
  );
  const full = signed ? Math.min(most, 1) : 1;
  const paths = new Map<number, string>();
  columns.forEach((column, x) => {
    for (let y = 0; y < column.length; y++) {
      const shade = Math.max(-SHADES, Math.min(SHADES, Math.round(SHADES * column[y] / full)));
      if (shade !== 0) paths.set(shade, `${paths.get(shade) ?? ""}M${x} ${y}h1v1h-1z`);
    }
  });
  const drawn = [...paths].sort(([a], [b]) => a - b).map(([shade, d]) =>
    `<path d="${d}" fill="var(--${shade < 0 ? "less" : "more"})" ` +
    `fill-opacity="${(Math.abs(shade) / SHADES).toFixed(2)}"/>`
  );
  const height = Math.min(360, Math.max(120, 4 * rows));
  return `<figure class="strip"><figcaption>${name}: one column a letter, one row a unit` +
    `${
      signed ? `, from −${full.toFixed(1)} (blue) to ${full.toFixed(1)} (orange)` : ", from 0 to 1"
    }` +
    `</figcaption><svg viewBox="0 0 ${columns.length} ${rows}" width="${width}" height="${height}" ` +
    `preserveAspectRatio="none" role="img" aria-label="${name} at each letter">${drawn.join("")}` +
    `<rect x="${at}" y="0" width="1" height="${rows}" fill="none" stroke="currentColor" ` +
    `vector-effect="non-scaling-stroke"/></svg></figure>`;
}
