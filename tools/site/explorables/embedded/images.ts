/**
 * An explorable's pictures as images. Inside an `<img>` they follow the theme of what is around them, and they are seen
 * in a notebook that nobody has trusted yet.
 *
 * @module
 */

import { imageElement } from "lib/notebook/display.ts";

const PICTURE =
  /<div class="picture" role="img" aria-label="([^"]*)">(<svg\b[\s\S]*?<\/svg>)<\/div>/g;

/** What a frame shows, with its pictures (`pictureHtml` of `race.ts`) as images. */
export function asImages(html: string): string {
  return html.replace(PICTURE, (_, alt: string, svg: string) => {
    const width = Number(/ width="(\d+)"/.exec(svg)![1]);
    return imageElement(svg, { alt: "", width }).replace('alt=""', () => `alt="${alt}"`);
  });
}
