import type { Pool } from "pg";
import { canMoveRun, canMoveTask, RUN_STATES, TASK_STATES } from "../../src/core/names/states.ts";

const LEGAL = [...movesOf("run", RUN_STATES, canMoveRun), ...movesOf("task", TASK_STATES, canMoveTask)];

/**
 * Has the database refuse every move of a run or a task that the table of moves does not know, by whatever statement.
 * A test that makes one fails; where a worker made it, which tries again, by its time-out.
 */
export async function watchMoves(pool: Pool): Promise<void> {
  await pool.query(`
    create schema test_support;
    create function test_support.only_legal_moves() returns trigger language plpgsql as $$
    begin
      if concat_ws(' ', tg_table_name, old.state, new.state) <> all ('{${LEGAL.map((move) => `"${move}"`).join()}}') then
        raise exception 'A % cannot move from % to %', tg_table_name, old.state, new.state;
      end if;
      return new;
    end $$;
    create trigger only_legal_moves before update of state on run
      for each row when (old.state is distinct from new.state) execute function test_support.only_legal_moves();
    create trigger only_legal_moves before update of state on task
      for each row when (old.state is distinct from new.state) execute function test_support.only_legal_moves();
  `);
}

function movesOf<S extends string>(table: string, states: readonly S[], canMove: (from: S, to: S) => boolean) {
  return states.flatMap((from) => states.filter((to) => canMove(from, to)).map((to) => `${table} ${from} ${to}`));
}
