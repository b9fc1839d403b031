/**
 * How the bench speaks with an engine: a subprocess that stays alive, reads one request a line as JSON, and answers
 * with one line. The engine that is asked works; all others wait, idle.
 *
 * @module
 */

/** The size of one training step. */
export interface Case {
  readonly cell: "rnn" | "gru" | "lstm";
  readonly hidden: number;
  readonly batch: number;
  readonly steps: number;
}

/** Symbols read and symbols wanted, time-major: place t · batch + b. */
export interface Batch {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
}

/** What every engine is to compute, so that all compute the same. */
export interface Training {
  readonly case: Case;
  readonly vocabSize: number;
  readonly embeddingSize: number;
  readonly learningRate: number;
  readonly clip: number;
  /** A safetensors file with the starting weights, under PyTorch's names. */
  readonly weights: string;
  /** Taken in turn, one a step. */
  readonly batches: readonly Batch[];
  /** Seconds in which to look for the fastest of several ways; each is tried at least once. */
  readonly search: number;
}

/** What an engine may be asked. */
export type Request =
  | {
    /** Build the model, warm up, choose the fastest of several ways if there are any. */
    readonly ask: "prepare";
    readonly training: Training;
  }
  | {
    /** The losses of so many updates from the starting weights. */
    readonly ask: "losses";
    readonly updates: number;
  }
  | {
    /** Milliseconds a step, one number for each block of steps, for about so long. */
    readonly ask: "time";
    readonly milliseconds: number;
  };

/** What it answers. */
export interface Answer {
  /** The way chosen by `prepare`, in words. */
  readonly detail?: string;
  readonly losses?: readonly number[];
  readonly times?: readonly number[];
  readonly error?: string;
}

/** Milliseconds that a block of steps takes at least: long enough for the clock, short enough for a quiet moment. */
const BLOCK = 10;

/** Milliseconds of work before times count. */
const WAKING = 150;

/** One engine, ready to train. */
export interface Trainer {
  readonly detail?: string;
  /** Starts again from the starting weights. */
  restart(): void | Promise<void>;
  /** Makes one update; returns its loss, or nothing if it costs time to know. */
  losses(updates: number): readonly number[] | Promise<readonly number[]>;
  /** Makes so many updates. */
  run(updates: number): void | Promise<void>;
}

/** Answers requests until there are no more: the whole program of an engine written in TypeScript. */
export async function serve(prepare: (training: Training) => Trainer | Promise<Trainer>) {
  let trainer: Trainer | undefined;
  let updates = 1;
  const timed = async (updates: number) => {
    const start = performance.now();
    await trainer!.run(updates);
    return performance.now() - start;
  };
  const answer = async (request: Request): Promise<Answer> => {
    if (request.ask === "prepare") {
      trainer = await prepare(request.training);
      updates = 1;
      let took = 0;
      for (let spent = 0; spent < 400; spent += took) {
        took = await timed(updates);
        if (took < BLOCK) updates = Math.ceil(updates * Math.min(4, 1.2 * BLOCK / took));
      }
      return { detail: trainer.detail };
    }
    if (request.ask === "losses") {
      await trainer!.restart();
      return { losses: await trainer!.losses(request.updates) };
    }
    const times: number[] = [];
    // What comes first wakes the caches up, and helpers that have gone, and does not count.
    const awake = performance.now() + WAKING;
    do await timed(updates); while (performance.now() < awake);
    const end = performance.now() + request.milliseconds;
    do times.push(await timed(updates) / updates); while (performance.now() < end);
    return { times };
  };
  for await (const line of lines(Deno.stdin.readable)) {
    let result: Answer;
    try {
      result = await answer(JSON.parse(line));
    } catch (error) {
      result = { error: error instanceof Error ? error.message : String(error) };
    }
    console.log(JSON.stringify(result));
  }
  Deno.exit(0); // some engines would keep the process alive
}

/** The lines of a stream of bytes. */
export async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream() as never)) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
}

/** An engine in a subprocess. */
export class Engine {
  readonly name: string;
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: AsyncGenerator<string>;

  /** Starts it. */
  constructor(name: string, command: string, args: readonly string[]) {
    this.name = name;
    this.#process = new Deno.Command(command, {
      args: [...args],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#answers = lines(this.#process.stdout);
  }

  /**
   * Asks, and waits for the answer. What is said that is no answer, such as a greeting of a package, is passed over.
   *
   * @throws if the engine says that it failed, or ended
   */
  async ask(request: Request): Promise<Answer> {
    await this.#input.write(new TextEncoder().encode(JSON.stringify(request) + "\n"));
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done) throw new Error(`Cannot time ${this.name}: it ended while asked to ${request.ask}`);
      if (!value.startsWith("{")) continue;
      const answer: Answer = JSON.parse(value);
      if (answer.error !== undefined) {
        throw new Error(`Cannot ${request.ask} with ${this.name}: ${answer.error}`);
      }
      return answer;
    }
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.#answers.return(undefined).catch(() => {});
    const late = setTimeout(() => this.#process.kill(), 2000);
    await this.#process.status;
    clearTimeout(late);
  }
}
