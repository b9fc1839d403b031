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

/** What softmax knows of the rows that it works on: three floats a row. */
export const ROWS: usize = 4096;
/** A tile of a product that does not fit into its result: four rows of a wide panel. */
export const TILE: usize = 5120;
/** Packed columns of B: BLOCK_K · BLOCK_COLUMNS floats. */
export const RIGHT: usize = 8192;
/** Turned rows of A: BLOCK_ROWS rows of BLOCK_K floats and a cache line. */
export const LEFT: usize = 8192 + 131072;
