import type { EventList } from "../../engine/signals/event-list.ts";
import { addEvent } from "../../engine/signals/event-list.ts";
import type { Targets } from "../../engine/strategy.ts";
import type { InterpreterAnswer } from "./interpreter-messages.ts";

const INT = Int32Array.BYTES_PER_ELEMENT;

/** Adds the events of an answer to a list. */
export function addEvents({ body }: InterpreterAnswer, events: EventList): void {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const count = view.getInt32(0, true);
  const actions = body.subarray(INT + count * INT);
  for (let k = 0; k < count; k++) addEvent(events, view.getInt32(INT + k * INT, true), actions[k] ?? 0);
}

/** Targets as the engine takes them: a weight for every bar, of which it reads those that are to be set. */
export function targetsOf({ body }: InterpreterAnswer, symbols: number, bars: number): Targets {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const count = view.getInt32(0, true);
  const hasScores = view.getInt32(INT, true) === 1;
  const rebalance = new Uint8Array(bars);
  const weights = Array.from({ length: symbols }, () => new Float64Array(bars));
  const rowsAt = 2 * INT;
  const weightsAt = rowsAt + count * INT;
  const chosen = columnOf(body, weightsAt, count * symbols);
  for (let row = 0; row < count; row++) {
    const bar = view.getInt32(rowsAt + row * INT, true);
    rebalance[bar] = 1;
    for (const [symbol, column] of weights.entries()) column[bar] = chosen[row * symbols + symbol] ?? 0;
  }
  if (!hasScores) return { rebalance, weights };
  const scoresAt = weightsAt + chosen.byteLength;
  const scores = weights.map((_, symbol) => columnOf(body, scoresAt + symbol * bars * 8, bars));
  return { rebalance, weights, scores };
}

/** A copy, which lies where numbers may lie. */
function columnOf(body: Uint8Array<ArrayBuffer>, at: number, length: number): Float64Array {
  return new Float64Array(body.slice(at, at + length * Float64Array.BYTES_PER_ELEMENT).buffer);
}
