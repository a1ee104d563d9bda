import type { ParamValue } from "../../../core/params/param-spec.ts";
import type { CheckedSelect } from "../../../files/sql/checked-select.ts";
import type { SqlColumn, SqlKind, SqlTable } from "../../../files/sql/sql-table.ts";
import type { Grid } from "../../../factory/grid/grid.ts";
import type { ScopedSweep } from "./sweeps-in-scope.ts";

/** The table `cells`: what is known of each cell, then its parameters and metrics under their names. */
export interface CellTable extends SqlTable {
  /** By the places of their columns. */
  readonly params: readonly NamedColumn[];
  readonly metrics: readonly NamedColumn[];
}

export interface NamedColumn {
  /** Of the parameter or metric. */
  readonly id: string;
  readonly column: SqlColumn;
}

export const CELL_COLUMNS = [
  { name: "run_id", kind: "text" },
  { name: "dag", kind: "text" },
  { name: "backtest", kind: "text" },
  { name: "cell", kind: "integer" },
  { name: "state", kind: "text" },
  { name: "error", kind: "text" },
  { name: "params", kind: "json" },
] as const satisfies readonly SqlColumn[];

/**
 * Columns for all that any of the sweeps has, as far as the query may want them: what it does not name is neither read nor
 * there, so that a name that was overlooked is an error and no column of nulls. SQL does not tell `Fast` from `fast`; a
 * parameter whose name is taken becomes `param_<name>`, a metric `metric_<name>`.
 */
export function cellTable(sweeps: readonly ScopedSweep[], { takesAll, words }: CheckedSelect): CellTable {
  const taken = new Set<string>(CELL_COLUMNS.map(({ name }) => name));
  const freeName = (name: string, prefix: string): string => {
    let free = name;
    for (let count = 1; taken.has(free.toLowerCase()); count++)
      free = `${prefix}_${name}${count === 1 ? "" : `_${count}`}`;
    taken.add(free.toLowerCase());
    return free;
  };
  const isWanted = ({ column }: NamedColumn): boolean => takesAll || words.has(column.name.toLowerCase());
  const metricIds = [...new Set(sweeps.flatMap((sweep) => sweep.metrics))];
  const metrics = metricIds.map(
    (id): NamedColumn => ({
      id,
      column: { name: freeName(id, "metric"), kind: "number" },
    }),
  );
  const params = [...paramKinds(sweeps)].map(
    ([id, kind]): NamedColumn => ({
      id,
      column: { name: freeName(id, "param"), kind },
    }),
  );
  const wanted = { params: params.filter(isWanted), metrics: metrics.filter(isWanted) };
  const columns = [...CELL_COLUMNS, ...wanted.params, ...wanted.metrics].map((each) =>
    "column" in each ? each.column : each,
  );
  return { name: "cells", columns, ...wanted };
}

/** A parameter that holds numbers here and texts there is text. */
function paramKinds(sweeps: readonly ScopedSweep[]): ReadonlyMap<string, SqlKind> {
  const kinds = new Map<string, SqlKind>();
  for (const { view } of sweeps) {
    for (const [name, value] of valuesOf(view.grid)) {
      const kind = kindOf(value);
      kinds.set(name, (kinds.get(name) ?? kind) === kind ? kind : "text");
    }
  }
  return kinds;
}

/** Each value that any cell has of a parameter, once or more often. */
function* valuesOf(grid: Grid): Generator<readonly [string, ParamValue]> {
  if (grid.count === 0) return;
  yield* Object.entries(grid.cellAt(0));
  for (const axis of grid.axes) {
    for (let index = 0; index < axis.count; index++) yield [axis.name, axis.valueAt(index)];
  }
  for (let cell = grid.onAxes; cell < grid.count; cell++) yield* Object.entries(grid.cellAt(cell));
}

function kindOf(value: ParamValue): SqlKind {
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "text";
}
