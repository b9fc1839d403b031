/**
 * Takes the pages that `../../build.ts` has made, whole, as the generator's content.
 *
 * @module
 */

import { docsSchema } from "@astrojs/starlight/schema";
import { defineCollection } from "astro:content";
import pages from "../.made/pages.json";

export const collections = {
  docs: defineCollection({
    schema: docsSchema(),
    loader: {
      name: "pages",
      load: async ({ store, parseData }) => {
        store.clear();
        for (const { id, title, description, html, headings } of pages) {
          const data = await parseData({ id, data: { title, description } });
          store.set({
            id,
            data,
            body: "",
            filePath: `src/content/docs/${id}.md`,
            rendered: { html, metadata: { headings } },
          });
        }
      },
    },
  }),
};
