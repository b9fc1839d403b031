/**
 * Writes which claim tests which sentence (notebooks/CLAIMS.md), the README's table and picture, and on top of each
 * notebook how long it takes to read: `deno task readme [--check]`.
 *
 * Ids and verdicts come from the committed outputs of the notebooks, so a sentence cannot point to a claim that is
 * not there or does not hold.
 *
 * @module
 */

import { command } from "../command.ts";
import { askedOf, type Certainty, keptCertainties, SURE } from "./certainty.ts";
import { contents } from "./contents.ts";
import { minutesToRead, withMinutes } from "./minutes.ts";
import { lesson } from "./sentences.ts";

const NOTEBOOKS = new URL("../../notebooks/", import.meta.url);
const README = new URL("../../README.md", import.meta.url);
const BEGIN = "<!-- begin: notebooks (./learn readme) -->";
const END = "<!-- end: notebooks -->";
const CLAIMS = new URL("CLAIMS.md", NOTEBOOKS);
const CLAIM = "application/vnd.sequences.claim+json";

/** A claim as a committed notebook shows it. */
export interface ShownClaim {
  readonly id: string;
  readonly claim: string;
  readonly asExpected: boolean;
  /** What is asked of its values. */
  readonly threshold: string;
  /** Its control. */
  readonly control: { readonly threshold: string } | null;
  /** File name of the notebook. */
  readonly notebook: string;
}

/** All claims in the committed outputs, in reading order. */
export async function shownClaims(): Promise<ShownClaim[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(NOTEBOOKS)) {
    if (name.endsWith(".ipynb")) names.push(name);
  }
  const found: ShownClaim[] = [];
  for (const notebook of names.sort()) {
    const { cells } = JSON.parse(await Deno.readTextFile(new URL(notebook, NOTEBOOKS)));
    for (const { outputs = [] } of cells) {
      for (const { data } of outputs) {
        if (data?.[CLAIM]) found.push({ ...data[CLAIM], notebook });
      }
    }
  }
  return found;
}

/** The README's picture: that of the cell in notebook 02 which plots accuracy by width. */
const PICTURE = {
  notebook: "02_why_feedforward_fails.ipynb",
  cell: "times the neurons, and still",
  file: new URL("./picture.svg", import.meta.url),
};

/** The picture as that notebook's committed output shows it. */
export async function picture(): Promise<string> {
  const { cells } = JSON.parse(await Deno.readTextFile(new URL(PICTURE.notebook, NOTEBOOKS)));
  for (const { source, outputs = [] } of cells) {
    if (!source.join("").includes(PICTURE.cell)) continue;
    const html = outputs.map(({ data }: { data?: Record<string, string | string[]> }) =>
      [data?.["text/html"] ?? ""].flat().join("")
    ).join("");
    const found = /src="data:image\/svg\+xml;base64,([^"]+)"/.exec(html);
    if (found) {
      return new TextDecoder().decode(
        Uint8Array.from(atob(found[1]), (character) => character.charCodeAt(0)),
      );
    }
  }
  throw new Error(
    `Cannot find the README's picture: no cell of ${PICTURE.notebook} says “${PICTURE.cell}” and shows one`,
  );
}

/** The picture as it is kept for the README. */
export function keptPicture(): Promise<string> {
  return Deno.readTextFile(PICTURE.file);
}

/** Notebooks whose top does not say how long they take, and what they would be with it, by name. */
export async function oldTops(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name] of contents) {
    const text = await Deno.readTextFile(new URL(`${name}.ipynb`, NOTEBOOKS));
    if (withMinutes(text) !== text) found[name] = withMinutes(text);
  }
  return found;
}

/** What is wrong with the lesson's list of sentences; empty if nothing is. */
export function faults(claims: readonly ShownClaim[]): string[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  return lesson.flatMap(({ sentences }) =>
    sentences.flatMap(({ taught, claims: ids }) => [
      ...ids.length === 0 ? [`no claim tests: ${taught}`] : [],
      ...ids.filter((id) => !byId.get(id)?.asExpected).map((id) =>
        `${id} ${byId.has(id) ? "does not come out as it should" : "is in no notebook"}: ${taught}`
      ),
    ])
  );
}

/** Such as "95 %"; in tenths, never rounded up, where it matters whether it is nearly all. */
const percent = (share: number) =>
  share > 0.95 && share < 1 ? `${Math.floor(1000 * share) / 10} %` : `${Math.round(100 * share)} %`;

/** The table that says of each claim how sure it is. */
export function certaintyTable(
  claims: readonly ShownClaim[],
  known: Readonly<Record<string, Certainty>>,
): string[] {
  const shares = (claim: ShownClaim) => {
    const found = known[claim.id];
    if (!found || found.asked !== askedOf(claim)) return ["not measured", "", "", ""];
    const [single, control] = found.single.map(percent);
    const draws = percent(found.draws);
    return [
      found.seeds,
      single,
      control ?? "none",
      found.draws < SURE ? `**${draws}**` : draws,
    ];
  };
  return [
    "## How sure is each claim?",
    "",
    "Each was run once on seeds that nobody had used while writing it. *Single*: the share of those seeds whose own value, of the experiment and of its control, lies on the right side of the threshold; most claims are about a median and do not ask it of every one. *Five*: of all ways to draw five of those seeds, the share for which the whole claim comes out as it should, with its margin and its control. In bold where that is less than " +
    `${percent(SURE)}.`,
    "",
    "| claim | what it says | seeds | single | control | five |",
    "| --- | --- | --- | ---: | ---: | ---: |",
    ...claims.map((claim) =>
      `| ${
        [
          `[\`${claim.id}\`](${claim.notebook})`,
          claim.claim.replaceAll("|", "\\|"),
          ...shares(claim),
        ].join(" | ")
      } |`
    ),
    "",
  ];
}

/** The page of claims. */
export function claimsPage(
  claims: readonly ShownClaim[],
  known: Readonly<Record<string, Certainty>>,
): string {
  const notebooks = new Map(claims.map(({ id, notebook }) => [id, notebook]));
  const lines = [
    "<!-- deno-fmt-ignore-file -->",
    "<!-- Written by ./learn readme. -->",
    "",
    "# Every sentence and the experiment that could refute it",
    "",
    "What the course teaches, and the claims that test it: each runs in its notebook over several seeds, with a control.",
    "",
  ];
  for (const { heading, sentences } of lesson) {
    lines.push(`## ${heading}`, "");
    for (const { taught, claims: ids } of sentences) {
      const links = ids.map((id) => `[\`${id}\`](${notebooks.get(id)})`);
      lines.push(`- ${taught}: ${links.join(", ")}`);
    }
    lines.push("");
  }
  lines.push(...certaintyTable(claims, known));
  return lines.join("\n");
}

/** The page of claims as it is kept. */
export function keptClaims(): Promise<string> {
  return Deno.readTextFile(CLAIMS);
}

/** The README with its table of notebooks renewed. */
export async function renewed(readme: string): Promise<string> {
  const [start, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (start < 0 || end < start) {
    throw new Error(`Cannot renew README.md: the lines ${BEGIN} and ${END} are wanted`);
  }
  const rows = await Promise.all(contents.map(async ([name, title, holds]) => {
    const { cells } = JSON.parse(await Deno.readTextFile(new URL(`${name}.ipynb`, NOTEBOOKS)));
    return `| [${title}](notebooks/${name}.ipynb) | ${holds} | ${minutesToRead(cells)} |`;
  }));
  const table = ["| notebook | holds | minutes to read |", "| --- | --- | ---: |", ...rows];
  return [
    readme.slice(0, start) + BEGIN,
    "<!-- deno-fmt-ignore-start -->",
    "",
    ...table,
    "",
    "<!-- deno-fmt-ignore-end -->",
    readme.slice(end),
  ].join("\n");
}

const usage =
  "./learn readme [--check]   renew notebooks/CLAIMS.md, the README's table and picture and the minutes on top of notebooks, or look whether they are as they should be";

async function main({ check = false }: { check?: boolean }): Promise<number> {
  const claims = await shownClaims();
  const page = claimsPage(claims, await keptCertainties());
  const before = await Deno.readTextFile(README);
  const after = await renewed(before);
  const problems = faults(claims);
  problems.forEach((problem) => console.error(problem));
  const drawn = await picture();
  const tops = await oldTops();
  const stale = Object.keys(tops).length > 0 || after !== before ||
    page !== await keptClaims().catch(() => "") ||
    drawn !== await keptPicture().catch(() => "");
  if (check) {
    if (stale) {
      console.error(
        "README.md, its picture, notebooks/CLAIMS.md or a notebook's top is out of date; run ./learn readme",
      );
    }
  } else if (stale) {
    await Deno.writeTextFile(README, after);
    await Deno.writeTextFile(CLAIMS, page);
    await Deno.writeTextFile(PICTURE.file, drawn);
    for (const [name, text] of Object.entries(tops)) {
      await Deno.writeTextFile(new URL(`${name}.ipynb`, NOTEBOOKS), text);
    }
  }
  const count = lesson.reduce((sum, { sentences }) => sum + sentences.length, 0);
  console.log(`${count} sentences, ${claims.length} claims in the notebooks`);
  return problems.length > 0 || (stale && check) ? 1 : 0;
}

if (import.meta.main) await command(usage, { options: { check: { type: "boolean" } } }, main);
