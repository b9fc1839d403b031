/**
 * A card: a badge with an edge in its colour, what it is about, and lines. Claims and exercises are cards.
 *
 * It has no ground of its own, and its words have the page's colour: so it is read in light themes and dark ones. The
 * three tones hold on both, and so does white on them (contrast 4.7 at least; with a ground of #111, 3.8).
 *
 * @module
 */

import { escapeMarkup } from "./format.ts";

/** What a badge says by its colour. */
export const tones = { good: "#008060", bad: "#c84a00", todo: "#2f73b8" } as const;

/** What a card says. */
export interface Card {
  /** The word in the badge. */
  readonly badge: string;
  /** Its colour. */
  readonly tone: keyof typeof tones;
  /** What the card is about; beside the badge. */
  readonly about: string;
  /** Lines of markup, each with the style of its line. */
  readonly lines: readonly { readonly markup: string; readonly style?: string }[];
}

/** The style of what is said by the way. */
export const soft = "opacity:.75;font-size:13px";

const edge = 5;
const padding = 12;
const width = 640; // that of a picture

/**
 * A card as markup.
 *
 * @ignore For the library itself.
 * @param card its `badge`, `tone`, what it is `about`, and its `lines`
 * @returns one `<div>`
 *
 * @example
 * ```ts
 * import { cardMarkup } from "lib/notebook/card.ts";
 *
 * cardMarkup({ badge: "RIGHT", tone: "good", about: "exercise 03.read-on", lines: [{ markup: "It reads on." }] });
 * ```
 */
export function cardMarkup({ badge, tone, about, lines }: Card): string {
  const colour = tones[tone];
  return `<div style="border-left:${edge}px solid ${colour};padding:8px ${padding}px;` +
    `max-width:${
      width - edge - 2 * padding
    }px;font-family:system-ui,sans-serif;font-size:14px;line-height:1.45">` +
    `<div><strong style="background:${colour};color:#fff;padding:2px 9px;border-radius:3px;` +
    `letter-spacing:.03em">${escapeMarkup(badge)}</strong> ` +
    `<span style="${soft}">${escapeMarkup(about)}</span></div>` +
    lines.map(({ markup, style = "" }) => `<div style="margin:4px 0;${style}">${markup}</div>`)
      .join("") +
    `</div>`;
}
