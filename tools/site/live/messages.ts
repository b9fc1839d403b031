/**
 * What page and worker say to each other.
 *
 * @module
 */

/** An output, as Jupyter would keep it in the file. */
export type Shown =
  | {
    readonly output_type: "display_data" | "execute_result";
    readonly data: Readonly<Record<string, unknown>>;
  }
  | { readonly output_type: "stream"; readonly name: string; readonly text: string };

/** How far each exercise has come. */
export type Progress = Readonly<Record<string, "right" | "wrong">>;

/** From the page. */
export type Order =
  | {
    readonly kind: "start";
    readonly progress: Progress;
    readonly variables: Record<string, string>;
    /** The name of a lock that the worker holds as long as it lives. */
    readonly life: string;
  }
  | { readonly kind: "run"; readonly id: string; readonly source: string }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "stop" };

/** From the worker. */
export type Report =
  | { readonly kind: "show"; readonly id: string; readonly shown: Shown; readonly display?: string }
  | { readonly kind: "update"; readonly display: string; readonly shown: Shown }
  /** The worker holds its lock. */
  | { readonly kind: "alive" }
  /** A cell wants a worker, and will speak with it through a port. */
  | {
    readonly kind: "worker";
    readonly url: string;
    readonly options: WorkerOptions;
    readonly port: MessagePort;
  }
  /** A cell is about to close the worker. */
  | { readonly kind: "closed" }
  | { readonly kind: "note"; readonly exercise: string; readonly state: "right" | "wrong" }
  | {
    readonly kind: "done";
    readonly id: string;
    /** Whether what it shows depends on what the reader has done before. */
    readonly personal: boolean;
    readonly error?: Trouble;
  };

/** An error in a cell. */
export interface Trouble {
  readonly name: string;
  readonly message: string;
  /** The line in the cell, counted from 1, if it came from there. */
  readonly line?: number;
}
