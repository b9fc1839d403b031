/**
 * Whether the kernel is fit for the course. Who has Deno already, or opens the folder in an editor, may be given Deno's
 * own kernel in place of the course's, which stands before it (`tools/kernel`): a closed tab ends that one, newer ones
 * lose outputs, and stop does not stop. So the first import says so.
 *
 * @module
 */

/**
 * What to tell the reader of a notebook about its kernel.
 *
 * @ignore For the library itself.
 * @param kernel `course`: whether it is the course's; `chosen`: whether the reader has asked for Deno's own; `version`
 * @returns one sentence; undefined if there is nothing to say
 *
 * @example
 * ```ts
 * import { unfit } from "lib/notebook/fit.ts";
 *
 * unfit({ course: true, chosen: false, version: "2.8.1" }); // undefined
 * ```
 */
export function unfit(
  { course, chosen, version }: { course: boolean; chosen: boolean; version: string },
): string | undefined {
  if (course || chosen) return undefined;
  return `This notebook runs on the kernel of Deno ${version} itself, which loses outputs and does not hear stop: ` +
    `choose the kernel “Deno, this course” (JupyterLab: Kernel ▸ Change Kernel…; VS Code: Select Kernel; ` +
    `where it is not listed, run ./learn once in the course's folder).`;
}
