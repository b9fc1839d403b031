/**
 * What a plot has room for: something between its margins, and no more shapes than a page can show.
 *
 * @module
 */

import { formatNumber } from "../notebook/format.ts";

/** Pixels that a plot needs between its margins. */
const LEAST = 10;

/** Shapes in a plot at most: of more, a page would take seconds. A line is one shape. */
const MOST_SHAPES = 100_000;

/** @ignore Throws unless there is room between the margins. */
export function checkRoom(name: "width" | "height", size: number, margins: number): void {
  const least = Math.ceil(margins) + LEAST;
  if (size >= least) return;
  throw new RangeError(
    `Cannot draw a picture: found a ${name} of ${size} pixels, of which ${
      Math.ceil(margins)
    } are margins, and at least ${least} are wanted`,
  );
}

/** @ignore Throws if there are too many shapes in marks of Observable Plot. */
export function checkShapes(marks: unknown): void {
  const all = [marks].flat(9) as ({ ariaLabel?: string; data?: unknown } | null | undefined)[];
  let shapes = 0;
  for (const mark of all) {
    const many = mark?.ariaLabel !== "line" && Array.isArray(mark?.data);
    shapes += many ? (mark.data as unknown[]).length : 1;
  }
  if (shapes <= MOST_SHAPES) return;
  throw new RangeError(
    `Cannot draw a picture: found ${formatNumber(shapes)} shapes, and at most ${
      formatNumber(MOST_SHAPES)
    } are wanted`,
  );
}
