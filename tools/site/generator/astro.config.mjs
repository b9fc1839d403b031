// The generator's settings. Pages come from ../build.ts through .made/pages.json; see ../README.md.
import { readFileSync } from "node:fs";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";

const pages = JSON.parse(readFileSync(new URL(".made/pages.json", import.meta.url), "utf8"));
const list = (aside) =>
  pages.filter((page) => page.aside === aside).map(({ id, title }) => ({ label: title, slug: id }));

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  base: "/site-base",
  outDir: new URL(".made/out", import.meta.url).pathname,
  cacheDir: new URL(".made/cache", import.meta.url).pathname,
  trailingSlash: "always",
  integrations: [
    starlight({
      title: "Why sequences need memory",
      expressiveCode: false, // code is coloured by ../code.ts, which links its imports
      customCss: ["./src/styles.css"],
      components: { Head: "./src/Head.astro" },
      sidebar: [
        { label: "Contents", link: "/" },
        { label: "The course", items: list("course") },
        { label: "To play with", items: list("explore") },
        { label: "Look things up", items: list("reference") },
      ],
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      credits: false,
      lastUpdated: false,
    }),
  ],
});
