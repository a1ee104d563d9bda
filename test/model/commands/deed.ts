import type * as fc from "fast-check";
import type { ModelState } from "../rules/model-state.ts";
import { differences, takeInBegun } from "../system/compare.ts";
import type { ModelSystem } from "../system/model-system.ts";
import { readTruth } from "../system/read-truth.ts";

/** What must be so after a deed, once the model knows what has begun: what is not. */
export type Afterwards = () => readonly string[];
export const nothingMore: Afterwards = () => [];

/** Does something to the system, and by its own simple rules to the model. */
export type Act = (state: ModelState, system: ModelSystem) => Promise<Afterwards>;

/** Something that happens; afterwards the database and the model agree. */
export class Deed implements fc.AsyncCommand<ModelState, ModelSystem> {
  readonly #name: string;
  readonly #act: Act;

  constructor(name: string, act: Act) {
    this.#name = name;
    this.#act = act;
  }

  check(): boolean {
    return true;
  }

  async run(state: ModelState, system: ModelSystem): Promise<void> {
    const began = performance.now();
    const afterwards = await this.#act(state, system);
    const truth = await readTruth(system.project.database.pool);
    state.now += performance.now() - began;
    const wrong = [...takeInBegun(state, truth), ...afterwards(), ...differences(state, truth)];
    if (wrong.length > 0) throw new Error(`After ${this.#name}:\n  ${wrong.join("\n  ")}`);
  }

  toString(): string {
    return this.#name;
  }
}

/** Deeds one after the other, each chosen when the one before is done; null ends them. */
export class Deeds implements fc.AsyncCommand<ModelState, ModelSystem> {
  readonly #name: string;
  readonly #next: (state: ModelState, system: ModelSystem, done: number) => Promise<Deed | null>;

  constructor(name: string, next: (state: ModelState, system: ModelSystem, done: number) => Promise<Deed | null>) {
    this.#name = name;
    this.#next = next;
  }

  check(): boolean {
    return true;
  }

  async run(state: ModelState, system: ModelSystem): Promise<void> {
    for (let done = 0; ; done++) {
      const deed = await this.#next(state, system, done);
      if (deed === null) return;
      await deed.run(state, system).catch((error: unknown) => {
        throw new Error(`Of "${this.#name}": ${String(error)}`, { cause: error });
      });
    }
  }

  toString(): string {
    return this.#name;
  }
}

/** One of those there are, by any number; undefined when there are none. */
export function pick<T>(among: readonly T[], number: number): T | undefined {
  return among[number % Math.max(1, among.length)];
}
