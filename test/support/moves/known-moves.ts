import { MOVES, type Move, type MovingTable, type StateOf } from "../../../src/core/names/moves.ts";

const TABLES: { readonly [T in MovingTable]: Readonly<Record<string, Move<StateOf<T>>>> } = MOVES;

/** The states that a row may be written with. */
export const FIRST_STATES: { readonly [T in MovingTable]: readonly StateOf<T>[] } = {
  run: ["queued"],
  task: ["waiting"],
  attempt: ["running"],
};

export function movesOf<T extends MovingTable>(table: T): readonly Move<StateOf<T>>[] {
  return Object.values(TABLES[table]);
}

export function canMove<T extends MovingTable>(table: T, from: StateOf<T>, to: StateOf<T>): boolean {
  return movesOf(table).some((move) => move.to === to && move.from.includes(from));
}

/** No move leaves it, but that of a person who has the run begun again. */
export function isFinal<T extends MovingTable>(table: T, state: StateOf<T>): boolean {
  const moves = Object.entries(TABLES[table]).filter(([name]) => name !== "reopen");
  return !moves.some(([, move]) => move.from.includes(state));
}
