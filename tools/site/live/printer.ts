/**
 * What cells print, on its way to the page: sent a few times a second, for a loop may print a hundred thousand lines,
 * and a page that showed each of them by itself would stand still.
 *
 * @module
 */

/** Milliseconds between two sendings. */
const PAUSE = 50;
/** Characters that are kept of what is printed without end: the last ones. */
export const MOST = 200_000;

const later = setTimeout;

/** Collects lines, and sends them on. */
export class Printer {
  readonly #send: (id: string, stream: string, text: string) => void;
  #id = "";
  #stream = "";
  #text = "";
  #sent = -Infinity;
  #waiting = false;

  /** Takes who sends: a cell's id, the stream's name, and the text. */
  constructor(send: (id: string, stream: string, text: string) => void) {
    this.#send = send;
  }

  /** A cell prints something. */
  print(id: string, stream: string, text: string): void {
    if (id !== this.#id || stream !== this.#stream) this.flush();
    this.#id = id;
    this.#stream = stream;
    this.#text += text;
    if (performance.now() - this.#sent > PAUSE) this.flush();
    else if (!this.#waiting) {
      this.#waiting = true;
      later(() => {
        this.#waiting = false;
        this.flush();
      }, PAUSE);
    }
  }

  /** Sends what is collected. */
  flush(): void {
    if (this.#text === "") return;
    const text = this.#text.slice(-MOST);
    this.#text = "";
    this.#sent = performance.now();
    this.#send(this.#id, this.#stream, text);
  }
}
