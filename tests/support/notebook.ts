/**
 * Notebooks made in a test.
 *
 * @module
 */

/** A notebook file's JSON, as far as the tests look at it. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** A cell; only code cells have outputs. */
export interface Cell {
  cell_type: "code" | "markdown";
  id: string;
  metadata: Record<string, unknown>;
  source: string | string[];
  execution_count?: number | null;
  outputs?: Output[];
}

/** One output of a cell. */
export interface Output {
  output_type: string;
  name?: string;
  metadata?: Record<string, unknown>;
  data?: Record<string, unknown>;
  text?: string | string[];
}

/** A code cell to put into a notebook: its source, or the source with tags. */
export type Code = string | { readonly source: string; readonly tags: readonly string[] };

/** A notebook of these code cells, not run yet. */
export function notebookOf(cells: readonly Code[]): Notebook {
  return {
    cells: cells.map((cell, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: typeof cell === "string" ? {} : { tags: [...cell.tags] },
      source: typeof cell === "string" ? cell : cell.source,
      execution_count: null,
      outputs: [],
    })),
    metadata: {
      kernelspec: { display_name: "Deno, this course", language: "typescript", name: "deno" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** The text of a cell or of a stream. */
export function textOf(source: string | string[]): string {
  return Array.isArray(source) ? source.join("") : source;
}
