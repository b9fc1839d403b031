/**
 * What an explorable is: a few controls, and something that computes with the library what they ask for. It runs in
 * a worker of the page; when the site is built it runs once with the settings it begins with, and what comes of that
 * is the picture that stands there without JavaScript.
 *
 * @module
 */

/** What the reader has chosen, by the control's name. */
export type Settings = Readonly<Record<string, string>>;

/** Something to choose. */
export type Control =
  & {
    readonly name: string;
    readonly label: string;
    /** What it is set to at first. */
    readonly value: string;
  }
  & (
    | {
      readonly kind: "slider";
      readonly min: number;
      readonly max: number;
      readonly step?: number;
      /** What the places of the slider mean, if not their numbers. */
      readonly meanings?: readonly string[];
    }
    | { readonly kind: "choice"; readonly options: readonly (readonly [string, string])[] }
    | { readonly kind: "text"; readonly maxLength: number; readonly examples: readonly string[] }
    /** Set by what is shown: an element with `data-set="3"` sets the control named in the list around it. */
    | { readonly kind: "place" }
  );

/** What is seen at one moment. */
export interface Frame {
  /** One line about it. */
  readonly says: string;
  /** What is shown, drawn only if it is looked at. */
  readonly html: () => string;
  /** A row of the table of tries, once the run is over. */
  readonly row?: readonly string[];
}

/** What a run can ask for. */
export interface Surroundings {
  /** How wide a picture may be, in pixels. */
  readonly width: number;
  /** Reads a file that lies beside the explorables. */
  read(name: string): Promise<Uint8Array>;
}

/** What a page has to know of an explorable. */
export interface Description {
  /** Its address, and the name of its file. */
  readonly id: string;
  readonly title: string;
  /** The one sentence to find out. */
  readonly findOut: string;
  /** What one sees and how to begin, as Markdown. */
  readonly about: string;
  /** The notebooks to which it belongs. */
  readonly notebooks: readonly string[];
  readonly controls: readonly Control[];
  /** The label of the button that starts it; without one, every change does. */
  readonly button?: string;
  /** The heads of the table of tries, if it has one. */
  readonly columns?: readonly string[];
}

/** An explorable. */
export interface Explorable extends Description {
  /** Computes what the settings ask for, moment by moment. */
  run(settings: Settings, surroundings: Surroundings): AsyncGenerator<Frame> | Generator<Frame>;
}

/** The settings that an explorable begins with. */
function firstSettings({ controls }: Description): Settings {
  return Object.fromEntries(controls.map(({ name, value }) => [name, value]));
}

/** What comes of the settings that an explorable begins with, as wide as a page's column on a desktop. */
export async function firstFrame(
  explorable: Explorable,
  read: Surroundings["read"],
): Promise<Frame> {
  let last: Frame | undefined;
  for await (const frame of explorable.run(firstSettings(explorable), { width: 640, read })) {
    last = frame;
  }
  return last!;
}
