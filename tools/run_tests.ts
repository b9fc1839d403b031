/**
 * Runs the tests under `deno test` with all permissions: all of them, or those in the files and folders named, which may be
 * given by a part of their path alone.
 *
 * @module
 */

const usage =
  `./learn test                     all tests, but those that test:browser, test:classroom and test:site run
./learn test numeric cells/gru   those whose path has a part of that name
./learn test tests/cells         a folder, or a file
./learn test lib                 the examples in the documentation of lib
./learn test --filter "lstm"     those with that in their name; other options of deno test do as well:

`;

async function main(given: readonly string[]): Promise<number> {
  if (given.some((word) => word === "--help" || word === "-h")) console.log(usage);
  const found = pathsFor(
    given,
    [...testFiles("."), ...testFiles("lib"), ...testFiles("tests")],
    isThere,
  );
  if (typeof found === "string") {
    console.error(found);
    return 1;
  }
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", ...found],
    stdin: "inherit",
  }).spawn().status;
  return code;
}

/**
 * What `deno test` is to be given: options and paths as they are, other words as the test files that they name; or, for a
 * word that names none, one sentence that says so.
 */
export function pathsFor(
  given: readonly string[],
  files: readonly string[],
  exists: (path: string) => boolean,
): string[] | string {
  const result: string[] = [];
  for (const [index, word] of given.entries()) {
    const isValue = ["--filter", "--reporter", "--junit-path"].includes(given[index - 1]);
    if (isValue || word.startsWith("-") || exists(word)) {
      result.push(word);
      continue;
    }
    const named = files.filter((file) => partsOf(file).includes(`/${wordOf(word)}/`));
    if (named.length === 0) return `Cannot run the tests of ${word}: ${nothingOf(word, files)}.`;
    result.push(...named);
  }
  return result;
}

function nothingOf(word: string, files: readonly string[]): string {
  const last = wordOf(word).split("/").at(-1)!;
  const near = files.filter((file) => last.length > 2 && file.includes(last)).slice(0, 3);
  const hint = near.length > 0 ? `near it is ${near.join(", ")}` : "the tests lie in tests/";
  return `no test file, and no folder with any, has a path with that in it; ${hint}`;
}

const wordOf = (word: string) =>
  word.replace(/^\.\//, "").replace(/\/$/, "").replace(/(_test)?(\.ts)?$/, "");
const partsOf = (file: string) => `/${file.replace(/_test\.ts$/, "")}/`;

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path) !== undefined;
  } catch {
    return false;
  }
}

function testFiles(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    if (name.startsWith(".")) return [];
    if (isDirectory) return folder === "." ? [] : testFiles(`${folder}/${name}`);
    return name.endsWith("_test.ts") ? [folder === "." ? name : `${folder}/${name}`] : [];
  });
}

if (import.meta.main) Deno.exit(await main(Deno.args));
