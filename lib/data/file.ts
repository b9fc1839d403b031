/**
 * Reads a file of data/, in Deno and in a browser page alike.
 *
 * @module
 */

/**
 * The text of a file of data/.
 *
 * @param name such as `moby_dick.txt`
 * @throws Error when there is no such file, or no permission to read it
 */
export async function readText(name: string): Promise<string> {
  const url = new URL(`../../data/${name}`, import.meta.url);
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot read data/${name}: found ${reason}, wanted a file that may be read`, {
      cause,
    });
  }
  if (!response.ok) {
    throw new Error(`Cannot read data/${name}: found status ${response.status}, wanted the file`);
  }
  return await response.text();
}
