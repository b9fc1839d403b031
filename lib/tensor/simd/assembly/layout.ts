/**
 * What of memory belongs to this module: the first RESERVED bytes. Nothing of it outlives a call.
 *
 * The loader tells the same number to whoever allocates; a test compares the two.
 */

/** Four pages. */
export const RESERVED: usize = 262144;

/** Columns of B in a wide panel: four vectors. */
export const WIDE_PANEL_COLUMNS: i32 = 16;
/** Most steps of k that are multiplied in one go: a wide panel then takes 16 KiB of the first cache. */
export const BLOCK_K: i32 = 256;
/** Most columns of B that are packed at once. */
export const BLOCK_COLUMNS: i32 = 128;
/** Most rows of a transposed A that are turned at once. */
export const BLOCK_ROWS: i32 = 32;

/** Where this thread's part of it begins: each thread that shares a memory has one of its own. */
let start: usize = 0;

/** Gives this thread the RESERVED bytes from element `offset` on. */
export function workIn(offset: i32): void {
  start = <usize>offset << 2;
}

/** What softmax knows of the rows that it works on: three floats a row. Before it lie the constants. */
@inline
export function rowsPlace(): usize {
  return start + 4096;
}
/** A tile of a product that does not fit into its result: four rows of a wide panel. */
@inline
export function tilePlace(): usize {
  return start + 5120;
}
/** Packed columns of B: BLOCK_K · BLOCK_COLUMNS floats. */
@inline
export function rightPlace(): usize {
  return start + 8192;
}
/** Sums of a block of a long k: BLOCK_ROWS rows of BLOCK_COLUMNS floats. */
@inline
export function sumsPlace(): usize {
  return start + 212992;
}
/** Operands and result of a product that is made only to be timed. Nothing is written there but zeros. */
@inline
export function trialPlace(): usize {
  return start + 196608;
}
/** Turned rows of A: BLOCK_ROWS rows of BLOCK_K floats and a cache line. */
@inline
export function leftPlace(): usize {
  return start + 8192 + 131072;
}

/** Where it stands, for all threads of this memory, how many rows a tile of a product has: see two_rows.ts. */
const TILE: usize = 16;

/** Has products made in tiles of four rows, or else of two, from now on. */
export function useTile(rows: i32): void {
  store<i32>(TILE, rows);
}

@inline
export function fourRows(): bool {
  return load<i32>(TILE) == 4;
}
