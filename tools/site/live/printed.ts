/**
 * A notebook's file: what its cells have printed, and the file itself with the reader's changes.
 *
 * @module
 */

import type { Cell } from "./cell.ts";

/** A notebook file, as far as it is looked at here. */
interface NotebookFile {
  cells: { id: string; source: string[] | string; outputs?: Record<string, unknown>[] }[];
}

/** What each cell has printed, by its id. */
export type Outputs = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

/** A notebook as it is printed. */
export class Printed {
  readonly #name: string;
  #file: Promise<NotebookFile> | undefined;

  /** Takes the notebook's name. Its file is fetched when it is first asked for. */
  constructor(name: string) {
    this.#name = name;
  }

  /** What each cell has printed. */
  async outputs(): Promise<Outputs> {
    const { cells } = await this.#read();
    return new Map(cells.map(({ id, outputs = [] }) => [id, outputs]));
  }

  /** Saves the notebook with the reader's changes; a changed cell has printed nothing yet. */
  async save(cells: readonly Cell[]): Promise<void> {
    const file = structuredClone(await this.#read());
    for (const cell of file.cells) {
      const mine = cells.find(({ id }) => id === cell.id);
      if (!mine?.changed) continue;
      cell.source = mine.source.split(/(?<=\n)/);
      cell.outputs = [];
    }
    const link = document.createElement("a");
    const blob = new Blob([JSON.stringify(file, null, 1) + "\n"], {
      type: "application/x-ipynb+json",
    });
    link.href = URL.createObjectURL(blob);
    link.download = `${this.#name}.ipynb`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  #read(): Promise<NotebookFile> {
    return this.#file ??= fetch(new URL(`notebooks/${this.#name}.ipynb`, import.meta.url))
      .then((response) => {
        if (!response.ok) throw new Error(`found status ${response.status}`);
        return response.json();
      })
      .catch((error) => {
        this.#file = undefined; // perhaps there is a network later
        throw error;
      });
  }
}
