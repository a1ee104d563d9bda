import path from "node:path";
import { formatDuration } from "../../core/time/duration.ts";
import { sizeProblem } from "../channel/size-problem.ts";
import { errorFrom, failureOf } from "../failure.ts";
import type { FromUserProcess, ToUserProcess } from "../messages.ts";
import type { Question } from "../question.ts";
import { UserProcessDied } from "./user-process-died.ts";

const OWN_FOLDER = path.resolve(import.meta.dirname, "../..");

export type Settlement =
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | Extract<FromUserProcess, { kind: "failed" }>;

/** A question that is being answered. */
export class PendingQuestion {
  readonly id: number;
  readonly question: Question;
  readonly #settled = Promise.withResolvers<unknown>();
  readonly #aborted = Promise.withResolvers<never>();
  readonly #noted = Promise.withResolvers<void>();
  /** Why it was given up: from then on it is served nothing. */
  #stopped: Error | null = null;

  constructor(id: number, question: Question) {
    this.id = id;
    this.question = question;
    this.#settled.promise.catch(() => undefined);
    this.#aborted.promise.catch(() => undefined);
    const { signal } = question;
    if (signal?.aborted === true) this.#aborted.reject(signal.reason as Error);
    signal?.addEventListener("abort", () => this.#aborted.reject(signal.reason as Error), { once: true });
  }

  /** Rejects when the question is given up. */
  get aborted(): Promise<never> {
    return this.#aborted.promise;
  }

  reject(reason: Error): void {
    this.#settled.reject(reason);
    this.#aborted.reject(reason);
  }

  /** All that was printed while it was answered has been heard. */
  endNotes(): void {
    this.#noted.resolve();
  }

  /** Answer and output come by two ways; the answer counts when both have come. */
  async settle(message: Settlement): Promise<void> {
    await this.#noted.promise;
    if (message.kind === "answer") this.#settled.resolve(message.value);
    else this.#settled.reject(errorFrom(message.failure));
  }

  /** The answer, within the limits of the question. @param stop is called once when a limit is reached */
  async limited(stop: (reason: Error) => void): Promise<unknown> {
    const { signal, timeoutMs } = this.question;
    const onStop = (reason: Error): void => {
      this.#stopped ??= reason;
      stop(this.#stopped);
    };
    const onAbort = (): void => onStop(signal?.reason as Error);
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => onStop(overdue(timeoutMs)), timeoutMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    try {
      const value = await this.#settled.promise;
      if (this.#stopped !== null) throw this.#stopped;
      return value;
    } catch (error) {
      throw this.#stopped ?? error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  /** Resolves when it has been answered. */
  async serve(
    call: Extract<FromUserProcess, { kind: "call" }>,
    reply: (message: ToUserProcess) => void,
  ): Promise<void> {
    const { id } = this;
    try {
      reply({ kind: "served", id, call: call.call, value: await this.#served(call) });
    } catch (error) {
      // What the service has thrown, or that its answer cannot cross over.
      reply({ kind: "refused", id, call: call.call, failure: failureOf(error, OWN_FOLDER) });
    }
  }

  async #served({ service, input }: Extract<FromUserProcess, { kind: "call" }>): Promise<unknown> {
    if (this.#stopped !== null) throw this.#stopped;
    const { services = {} } = this.question;
    const serve = Object.hasOwn(services, service) ? services[service] : undefined;
    if (serve === undefined) throw new Error(`There is no service "${service}"`);
    const problem = sizeProblem(input);
    if (problem !== null) throw new RangeError(`What was handed over cannot be taken: ${problem}`);
    return await serve(...(input as never[]));
  }
}

function overdue(timeoutMs: number): UserProcessDied {
  return new UserProcessDied("timeout", { message: `It took longer than ${formatDuration(timeoutMs)} and was ended.` });
}
