import path from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "../../core/errors/app-error.ts";
import { ERROR_CODES } from "../../core/errors/error-codes.ts";
import type { PastCells, SweepResult } from "../../engine/backtest.ts";
import { unpackResult } from "../packed-result.ts";
import type { ThreadAnswer, ThreadRequest, ThreadSweep } from "./thread-messages.ts";

/** Sweeps that a thread keeps prepared. */
export const MAX_PREPARED = 4;

/** What a thread makes for a range is for the range alone: more room would be filled before anything is thrown away. */
const YOUNG_MB = 12;

type Asked = ThreadRequest extends infer R ? (R extends ThreadRequest ? Omit<R, "id"> : never) : never;

export interface ThreadCells {
  /** Canonical JSON of each. */
  readonly cells: readonly string[];
  /** As of `PreparedSweep.run`; handed over, so that it is gone afterwards. */
  readonly past: PastCells | null | undefined;
}

/** One thread of built-in strategies, seen from outside. Does one thing at a time. */
export class EngineThread {
  readonly #worker: Worker;
  readonly #prepared: string[] = [];
  #death: Error | null = null;
  #lastId = 0;

  constructor(maxHeapMb: number) {
    // `.ts` from source, `.js` from the published package.
    const file = `./engine-thread${path.extname(import.meta.filename)}`;
    this.#worker = new Worker(new URL(file, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker.once("exit", () => {
      this.#death ??= new Error("An engine thread ended");
    });
    this.#worker.on("error", (error) => {
      this.#death ??= error;
    });
    // An idle thread does not keep the process alive.
    this.#worker.unref();
  }

  get isDead(): boolean {
    return this.#death !== null;
  }

  /** @throws AppError; the error that ended the thread; the reason of `signal`, which ends the thread */
  async compute(sweep: ThreadSweep, { cells, past }: ThreadCells, signal: AbortSignal): Promise<SweepResult> {
    const { setup } = sweep;
    if (!this.#prepared.includes(setup.id)) await this.#prepare(sweep, signal);
    const reply = await this.#ask({ kind: "compute", setupId: setup.id, cells: `[${cells.join(",")}]`, past }, signal);
    if (reply.kind === "computed") return unpackResult(reply);
    throw new Error("An engine thread gave no result");
  }

  async end(): Promise<void> {
    this.#death ??= new Error("An engine thread was ended");
    await this.#worker.terminate();
  }

  async #prepare({ setup, memory }: ThreadSweep, signal: AbortSignal): Promise<void> {
    const forget = this.#prepared.length >= MAX_PREPARED ? (this.#prepared.shift() ?? null) : null;
    await this.#ask({ kind: "prepare", setup, memory, forget }, signal);
    this.#prepared.push(setup.id);
  }

  async #ask(request: Asked, signal: AbortSignal): Promise<ThreadAnswer> {
    signal.throwIfAborted();
    if (this.#death !== null) throw this.#death;
    this.#lastId++;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<ThreadAnswer>();
    const onMessage = (answer: ThreadAnswer) => {
      if (answer.id === id) resolve(answer);
    };
    const onExit = () => reject(this.#death ?? new Error("An engine thread ended"));
    // A computation never looks up: only the end of its thread stops it.
    const onAbort = () => {
      reject(signal.reason as Error);
      void this.end();
    };
    this.#worker.ref();
    this.#worker.on("message", onMessage).once("exit", onExit);
    signal.addEventListener("abort", onAbort, { once: true });
    const past = request.kind === "compute" ? request.past : null;
    this.#worker.postMessage({ ...request, id }, past == null ? [] : [past.values.buffer]);
    try {
      const answer = await promise;
      if (answer.kind === "failed") throw errorOf(answer);
      return answer;
    } finally {
      this.#worker.off("message", onMessage).off("exit", onExit);
      signal.removeEventListener("abort", onAbort);
      this.#worker.unref();
    }
  }
}

function errorOf(reply: Extract<ThreadAnswer, { kind: "failed" }>): Error {
  const code = ERROR_CODES.find((known) => known === reply.code);
  return code === undefined ? new Error(reply.message) : new AppError(code, reply.message);
}
