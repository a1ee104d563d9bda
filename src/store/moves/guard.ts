import type { Move, MovingTable, StateOf } from "../../core/names/moves.ts";

/** The guard of a move, as SQL on its table: `task.state in ('waiting', 'queued')`. */
export function mayMove<T extends MovingTable>(table: T, { from }: Move<StateOf<T>>): string {
  return `${table}.state in (${from.map((state) => `'${state}'`).join(", ")})`;
}

/** The guard of rows that each make one of several moves, to the state in the column `target`. */
export function mayMoveTo<T extends MovingTable>(table: T, moves: readonly Move<StateOf<T>>[], target: string): string {
  const pairs = moves.flatMap(({ from, to }) => from.map((state) => `('${state}', '${to}')`));
  return `(${table}.state, ${target}) in (${pairs.join(", ")})`;
}
