import type { Pool } from "pg";
import { MOVES, type MovingTable } from "../../../src/core/names/moves.ts";
import { FIRST_STATES, movesOf } from "./known-moves.ts";

const TABLES = Object.keys(MOVES) as readonly MovingTable[];
const CELL_TABLES = ["sweep_part", "failed_cell"];
const LEGAL = TABLES.flatMap((table) => [
  ...FIRST_STATES[table].map((to) => `${table} ${to}`),
  ...movesOf(table).flatMap(({ from, to }) => from.map((state) => `${table} ${state} ${to}`)),
]);

/**
 * Has the database refuse every move of a run, a task or an attempt that the table of moves does not know, and every
 * change of a cell, by whatever statement. A test that makes one fails; where a worker made it, which tries again, by its time-out.
 */
export async function watchMoves(pool: Pool): Promise<void> {
  await pool.query(`
    create schema test_support;
    create function test_support.only_legal_moves() returns trigger language plpgsql as $$
    begin
      if concat_ws(' ', tg_table_name, old.state, new.state) <> all ('{${LEGAL.map((move) => `"${move}"`).join()}}') then
        raise exception 'A % cannot move from % to %', tg_table_name, coalesce(old.state, 'nothing'), new.state;
      end if;
      return new;
    end $$;
    ${TABLES.map(triggersOf).join("\n")}
    create function test_support.no_move() returns trigger language plpgsql as $$
    begin
      raise exception 'A cell is written once: % cannot be changed', tg_table_name;
    end $$;
    ${CELL_TABLES.map((table) => `create trigger no_move before update on ${table} execute function test_support.no_move();`).join("\n")}
  `);
}

/** What is written in a first state is looked at too. */
function triggersOf(table: MovingTable): string {
  const check = "execute function test_support.only_legal_moves()";
  return `
    create trigger only_legal_moves before update of state on ${table}
      for each row when (old.state is distinct from new.state) ${check};
    create trigger only_first_states before insert on ${table} for each row ${check};`;
}
