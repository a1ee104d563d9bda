import { createHash } from "node:crypto";
import { SWEEP_BLOCKS } from "../../core/numbers/block-starts.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { PastCells } from "../../engine/backtest.ts";
import { standingWidth } from "../../engine/extend/cell-standing.ts";
import { extendable } from "../../engine/extend/can-stand.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { type KnownNight, listNights, type Night, readStandings } from "../../store/standings/standings.ts";
import type { Sweep } from "./open-sweep.ts";

/** Of larger grids nothing is kept: how a cell stands takes 736 bytes. */
const MOST_CELLS = 100_000;

/** Nights that are kept: when the last bars are revised, those before them still hold. */
export const KEPT_NIGHTS = 3;

/**
 * Under what the standings of a sweep are kept and found; null where nobody will ask for them: of DAGs that run by no schedule,
 * of windows that begin later each night, and of cells that somebody chooses. Each backtest of each DAG has nights of its own: where
 * many trade the same grid on symbols of their own, they would drive out each other's.
 */
export function nightOf(sweep: Sweep, { id: dag, schedule }: Pick<DagSpec, "id" | "schedule">): Night | null {
  const { backtest, grid, prepared } = sweep;
  const { standings } = prepared;
  const isAsked = schedule !== null && backtest.window.lookbackMs === null && backtest.search === undefined;
  if (standings === undefined || !isAsked || grid.count > MOST_CELLS) return null;
  const others = canonicalJson({ dag, backtest: backtest.name, grid: backtest.grid, params: backtest.params });
  const name = createHash("sha256").update(standings.name).update(others).digest();
  return { name, bars: standings.bars, past: standings.pastOf(standings.bars) };
}

/** The latest night whose bars are the first of tonight's, and whose cells can be gone on with; null for none. */
export async function nightBefore(connection: Connection, sweep: Sweep, tonight: Night): Promise<KnownNight | null> {
  const { standings } = sweep.prepared;
  const nights = await listNights(connection, tonight.name);
  const isFirst = ({ bars, past }: KnownNight): boolean =>
    extendable(bars, tonight.bars, SWEEP_BLOCKS) && standings?.pastOf(bars).equals(past) === true;
  return nights.find(isFirst) ?? null;
}

/** How cells of a sweep stood the night before; null where nobody knows. @param cells their numbers, ascending */
export async function standingsBefore(
  connection: Connection,
  { sweep, tonight }: { readonly sweep: Sweep; readonly tonight: Night },
  cells: readonly number[],
): Promise<PastCells | null> {
  const before = await nightBefore(connection, sweep, tonight);
  if (before === null) return null;
  const values = await readStandings(
    connection,
    { ...tonight, past: before.past },
    { cells, width: standingWidth(SWEEP_BLOCKS) },
  );
  return { bars: before.bars, values };
}
