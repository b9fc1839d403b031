/**
 * Runs the same test files under Vitest itself: `deno task test:vitest`.
 *
 * Vitest does not read deno.json, so its import map is handed over here: paths as aliases, packages as
 * modules for Deno to load, each in its exact version.
 *
 * @module
 */

import config from "./deno.json" with { type: "json" };

const root = decodeURIComponent(new URL("./", import.meta.url).pathname);
const imports = Object.entries(config.imports).filter(([name]) => !/^@?vitest\b/.test(name));
const packages = new Map(imports.filter(([, target]) => target.startsWith("npm:")));
const alias = imports.filter(([name]) => !packages.has(name)).map(([name, target]) => ({
  find: new RegExp(name.endsWith("/") ? `^${name}` : `^${name}$`),
  replacement: target.replace(/^\.\//, root),
}));

/** A module that hands a package on. Code in Vitest's own files may import no `npm:`; a data URL may. */
function handOn(specifier: string): string {
  const source = `import * as all from "${specifier}"; export * from "${specifier}"; ` +
    `export default all.default;`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

export default {
  cacheDir: ".venv/vite",
  resolve: { alias },
  plugins: [{
    name: "packages-of-deno-json",
    enforce: "pre",
    resolveId(id: string) {
      const specifier = packages.get(id) ?? (id.startsWith("npm:") ? id : undefined);
      return specifier ? { id: handOn(specifier), external: true } : null;
    },
  }],
  test: {
    include: ["tests/**/*_test.ts"],
    exclude: ["tests/browser/**"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
};
