/**
 * The novel: Moby-Dick; or, The Whale, by Herman Melville (1851), with one fixed held-out part.
 *
 * Every tenth chapter (10, 20, … 130) is held out; the other chapters and the epilogue are for training.
 * A whole chapter lies on one side, so nothing held out overlaps with what was trained on. The matter
 * in front (contents, etymology, extracts) belongs to neither.
 *
 * @module
 */

import { readText } from "./file.ts";

/** A section of the novel. */
export interface Section {
  /** Its number, or `Contents`, `Etymology`, `Extracts`, `Epilogue`. */
  readonly chapter: string;
  /** Its heading. */
  readonly title: string;
  /** What it says; paragraphs are parted by an empty line. */
  readonly text: string;
  /** Which part it belongs to. */
  readonly part: "front" | "training" | "held out";
}

/** The novel in sections and in its two parts. */
export interface Novel {
  /** All 139 sections in reading order. */
  readonly sections: readonly Section[];
  /** The text to train on: chapters in order, parted by an empty line. */
  readonly training: string;
  /** The text to measure on. */
  readonly heldOut: string;
}

/**
 * Reads the novel: data/moby_dick.txt.
 *
 * @example
 * ```ts
 * import { readNovel } from "lib/data/novel.ts";
 * import { expect } from "vitest";
 *
 * const novel = await readNovel();
 * expect(novel.training.slice(0, 16)).toBe("Call me Ishmael.");
 * ```
 */
export async function readNovel(): Promise<Novel> {
  const sections = (await readText("moby_dick.txt")).split("\f\n").map(section);
  const partOf = (part: Section["part"]) =>
    sections.filter((section) => section.part === part).map(({ text }) => text).join("\n");
  return { sections, training: partOf("training"), heldOut: partOf("held out") };
}

/** Chapter and title stand on the first two lines, the text below. */
function section(text: string): Section {
  const [chapter, title, ...lines] = text.split("\n");
  const number = Number(chapter);
  const part = Number.isNaN(number) && chapter !== "Epilogue"
    ? "front"
    : number % 10 === 0
    ? "held out"
    : "training";
  return { chapter, title, text: lines.join("\n"), part };
}
