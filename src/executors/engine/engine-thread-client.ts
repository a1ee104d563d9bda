import path from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "../../core/errors/app-error.ts";
import { ERROR_CODES } from "../../core/errors/error-codes.ts";
import type { SweepResult } from "../../engine/backtest.ts";
import {
  type ThreadAnswer,
  type ThreadRequest,
  type ThreadSetup,
  type ThreadSweep,
  unpackResult,
} from "./thread-messages.ts";

/** The thread ended instead of answering: out of memory, `process.exit` or a crash in a user's strategy. */
export class ThreadDied extends Error {
  override readonly name = "ThreadDied";
}

/** Sweeps that a thread keeps prepared. */
export const MAX_PREPARED = 4;
/** A user's module that takes longer to load than this hangs, and is ended all the same. */
const LOADING_MS = 5000;

/** One engine thread, seen from outside. Does one thing at a time. */
export class EngineThread {
  readonly #worker: Worker;
  readonly #prepared: string[] = [];
  #isDead = false;

  constructor(setup: ThreadSetup, maxHeapMb: number) {
    // `.ts` from source, `.js` from the published package.
    const file = `./engine-thread${path.extname(import.meta.filename)}`;
    this.#worker = new Worker(new URL(file, import.meta.url), {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    this.#worker.once("exit", () => {
      this.#isDead = true;
    });
    // One that dies when nobody asks (out of memory, after a cancel) must not take the process with it.
    this.#worker.on("error", () => undefined);
    // An idle thread does not keep the process alive.
    this.#worker.unref();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** @throws ThreadDied; AppError of the strategy; the reason of `signal`, which ends the thread */
  async compute(sweep: ThreadSweep, cells: readonly string[], signal: AbortSignal): Promise<SweepResult> {
    const { setup } = sweep;
    if (!this.#prepared.includes(setup.id)) await this.#prepare(sweep, signal);
    const reply = await this.#ask({ kind: "compute", setupId: setup.id, cells: `[${cells.join(",")}]` }, signal);
    if (reply.kind === "computed") return unpackResult(reply);
    throw reply.kind === "failed" ? errorOf(reply) : new Error("An engine thread gave no result");
  }

  async end(): Promise<void> {
    this.#isDead = true;
    await this.#worker.terminate();
  }

  /** Node may crash when a thread is ended while it loads modules: that is waited for, and it does not take long. */
  async #giveUp(request: ThreadRequest): Promise<void> {
    this.#isDead = true;
    if (request.kind === "prepare") {
      const loaded = Promise.withResolvers<void>();
      const done = () => loaded.resolve();
      this.#worker.once("message", done).once("exit", done);
      const timer = setTimeout(done, LOADING_MS);
      await loaded.promise;
      clearTimeout(timer);
    }
    await this.#worker.terminate();
  }

  async #prepare({ setup, memory }: ThreadSweep, signal: AbortSignal): Promise<void> {
    const forget = this.#prepared.length >= MAX_PREPARED ? (this.#prepared.shift() ?? null) : null;
    await this.#ask({ kind: "prepare", setup, memory, forget }, signal);
    this.#prepared.push(setup.id);
  }

  #ask(request: ThreadRequest, signal: AbortSignal): Promise<ThreadAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<ThreadAnswer>();
    const onError = (error: Error) => reject(new ThreadDied(error.message, { cause: error }));
    const onExit = (code: number) => reject(new ThreadDied(`it ended itself with code ${code}`));
    // A computation never looks up: only the end of its thread stops it.
    const onAbort = () => {
      reject(signal.reason as Error);
      void this.#giveUp(request);
    };
    this.#worker.ref();
    this.#worker.once("message", resolve).once("error", onError).once("exit", onExit);
    signal.addEventListener("abort", onAbort, { once: true });
    if (this.#isDead) onExit(0);
    else if (signal.aborted) onAbort();
    else this.#worker.postMessage(request, []);
    return promise.finally(() => {
      this.#worker.off("message", resolve).off("error", onError).off("exit", onExit);
      signal.removeEventListener("abort", onAbort);
      this.#worker.unref();
    });
  }
}

function errorOf(reply: Extract<ThreadAnswer, { kind: "failed" }>): Error {
  const code = ERROR_CODES.find((known) => known === reply.code);
  return code === undefined ? new Error(reply.message) : new AppError(code, reply.message);
}
