/**
 * Stands for linkedom where there is a browser: pictures are drawn into a document of its own.
 *
 * @module
 */

/** An empty document. */
export function parseHTML(): { document: Document } {
  return { document: document.implementation.createHTMLDocument("") };
}
