import { describe, expect, it } from "vitest";
import { cardMarkup, tones } from "lib/notebook/card.ts";

/** Contrast of two colours, from 1 to 21, as WCAG has it. */
function contrast(a: string, b: string): number {
  const light = (colour: string) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, k) => {
      const part = parseInt(colour.slice(1 + 2 * k, 3 + 2 * k), 16) / 255;
      return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe("a card", () => {
  it("says what it is given, as text where it is text", () => {
    const markup = cardMarkup({
      badge: "<A>",
      tone: "good",
      about: "b & c",
      lines: [{ markup: "<em>d</em>" }, { markup: "e", style: "font-weight:600" }],
    });
    expect(markup).toContain("&lt;A&gt;</strong>");
    expect(markup).toContain("b &amp; c");
    expect(markup).toContain(`<div style="margin:4px 0;"><em>d</em></div>`);
    expect(markup).toContain(`<div style="margin:4px 0;font-weight:600">e</div>`);
  });

  it("is as wide as a picture, and its tones hold on light and dark grounds", () => {
    const markup = cardMarkup({ badge: "A", tone: "good", about: "", lines: [] });
    const [, edge, side, inner] = /left:(\d+)px.*padding:8px (\d+)px;max-width:(\d+)px/
      .exec(markup)!.map(Number);
    expect(edge + 2 * side + inner).toBe(640);
    for (const tone of Object.values(tones)) {
      expect(contrast(tone, "#ffffff")).toBeGreaterThan(4.5);
      expect(contrast(tone, "#111111")).toBeGreaterThan(3);
    }
  });
});
