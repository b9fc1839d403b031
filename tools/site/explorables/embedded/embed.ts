/**
 * The script in a cell's output. Where scripts run it puts the explorable in the place of the picture before it; where
 * they do not, or the explorable does not come up, the picture stays.
 *
 * @module
 */

/** The frame's page, zipped, in base64; and what it is called. Put in when the script is built. */
declare const PAGE: string;
declare const TITLE: string;

const script = document.currentScript as HTMLScriptElement;
const note = script.previousElementSibling as HTMLElement;
const picture = note.previousElementSibling as HTMLElement;

async function open(): Promise<void> {
  const zipped = Uint8Array.from(atob(PAGE), (sign) => sign.charCodeAt(0));
  const whole = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  const page = await new Response(whole).text();
  const letters = getComputedStyle(script.parentElement!).color.match(/[\d.]+/g)!.map(Number);
  const theme = letters[0] + letters[1] + letters[2] > 382 ? "dark" : "light"; // of what is around
  const frame = document.createElement("iframe");
  frame.title = TITLE;
  frame.setAttribute("sandbox", "allow-scripts");
  frame.style.cssText = `display:block;width:100%;height:0;border:0;color-scheme:${theme}`;
  frame.srcdoc = page.replace("THEME", theme).replace("PICTURE", () => picture.outerHTML);
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow || typeof data !== "number") return;
    frame.style.height = `${data}px`;
    picture.style.display = note.style.display = "none";
  });
  script.after(frame);
}

void open();
