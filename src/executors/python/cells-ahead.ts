import type { Params } from "../../core/params/param-spec.ts";
import type { Interpreter } from "./interpreter.ts";
import type { InterpreterAnswer } from "./interpreter-messages.ts";

/** Cells of a message. Two such are on their way at a time: one is computed while the answers to the other are traded. */
const MOST_CELLS = 64;
/** Of the answers to a message, so that they do not heap up where the engine is slower than the strategy. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;

/** Bars that an interpreter has been given. */
export interface GivenBars {
  readonly id: number;
  /** The most that it may answer for one cell. */
  readonly answerBytes: number;
}

/**
 * Asks an interpreter of cells. Those of a range are known before they are traded, and are asked for in advance, many in one
 * message; what the interpreter says of one is read when the engine asks for it.
 */
export class CellsAhead {
  readonly #interpreter: Interpreter;
  #cells: readonly (Params | null)[] = [];
  #current: number | null = null;
  #next = 0;
  #open = 0;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
  }

  /** @param cells complete parameters; null for a cell that the strategy will not be asked of */
  beginRange(cells: readonly (Params | null)[]): void {
    this.#cells = cells;
    this.#next = 0;
  }

  /** The cell, by its position in the range, that is traded from now on. */
  at(index: number): void {
    this.#current = index;
  }

  /** Reads what nobody has asked for. */
  endRange(): void {
    while (this.#open > 0) this.#receive();
    this.#cells = [];
    this.#current = null;
  }

  /** What the strategy says of a cell, or how it failed. */
  answer(bars: GivenBars, params: Params): InterpreterAnswer {
    const current = this.#current;
    if (current === null) {
      this.#send(bars, [0], [params], { isRange: false, isLast: true });
      return this.#receive();
    }
    const most = Math.max(1, Math.min(MOST_CELLS, Math.floor(MOST_ANSWER_BYTES / bars.answerBytes)));
    while (this.#next < this.#cells.length && (this.#open <= most || this.#next <= current)) this.#sendNext(bars, most);
    for (;;) {
      const answer = this.#receive();
      if (answer.unit === current) return answer;
      if (answer.unit > current || answer.unit < 0) return this.#interpreter.garbled();
    }
  }

  #sendNext(bars: GivenBars, most: number): void {
    const units: number[] = [];
    const cells: Params[] = [];
    while (this.#next < this.#cells.length && units.length < most) {
      const cell = this.#cells[this.#next];
      if (cell !== null && cell !== undefined) {
        units.push(this.#next);
        cells.push(cell);
      }
      this.#next++;
    }
    this.#send(bars, units, cells, { isRange: true, isLast: this.#next >= this.#cells.length });
  }

  #send(
    { id }: GivenBars,
    units: readonly number[],
    cells: readonly Params[],
    place: { readonly isRange: boolean; readonly isLast: boolean },
  ): void {
    this.#interpreter.send({ do: "cells", bars: id, units, cells, ...place });
    this.#open += units.length;
  }

  #receive(): InterpreterAnswer {
    const answer = this.#interpreter.receive();
    this.#open--;
    return answer;
  }
}
