import { AppError, messageOf } from "../../core/errors/app-error.ts";
import {
  compileCondition,
  type Condition,
  type ConditionNames,
  type ConditionType,
} from "../../core/conditions/condition.ts";
import { ownRecord, ownValue } from "../../core/values/own-record.ts";
import type { Params, ParamValue } from "../../core/params/param-spec.ts";
import type { GridSpec } from "../dag-spec.ts";
import type { Axis } from "./axis.ts";

/** Why a combination is no cell. */
export type LeftOutBy = "where" | "exclude";

/** Compiles the filters of a grid once. @param sample any combination, for the names and types of the values */
export function openFilter(grid: GridSpec, sample: Params): (cell: Params) => LeftOutBy | null {
  const where = grid.where === null ? null : compileCondition(grid.where, conditionNames(sample));
  const excluded = grid.exclude.map((match) => Object.entries(match));
  return (cell) => {
    if (where !== null && !holds(where, cell)) return "where";
    return excluded.some((match) => match.every(([name, value]) => ownValue(cell, name) === value)) ? "exclude" : null;
  };
}

/**
 * Walks the combinations of the axes in order: each call answers for the next one whether it is kept.
 * Only what changed since the last combination is written, into one record.
 */
export function filterInOrder(grid: GridSpec, axes: readonly Axis[], params: Params): () => boolean {
  const cell = ownRecord(Object.entries(params));
  for (const axis of axes) cell[axis.name] = axis.valueAt(0);
  const leftOutBy = openFilter(grid, cell);
  const positions = axes.map(() => 0);
  let isFirst = true;
  return () => {
    if (!isFirst) step(axes, positions, cell);
    isFirst = false;
    return leftOutBy(cell) === null;
  };
}

/** What `where` may name, by the types of the values in a cell. */
export function conditionNames(cell: Params): ConditionNames {
  const names = Object.entries(cell).map(([name, value]): [string, ConditionType] => [name, conditionType(value)]);
  return ownRecord(names);
}

function conditionType(value: ParamValue): ConditionType {
  if (typeof value === "boolean") return "bool";
  return typeof value === "number" ? "number" : "string";
}

/** An odometer: the last axis turns fastest. */
function step(axes: readonly Axis[], positions: number[], cell: Record<string, ParamValue>): void {
  for (let i = axes.length - 1; i >= 0; i--) {
    const axis = axes[i];
    if (axis === undefined) return;
    const next = (positions[i] ?? 0) + 1;
    const hasTurned = next === axis.count;
    positions[i] = hasTurned ? 0 : next;
    cell[axis.name] = axis.valueAt(hasTurned ? 0 : next);
    if (!hasTurned) return;
  }
}

function holds(condition: Condition, cell: Params): boolean {
  try {
    return condition.evaluate(cell);
  } catch (error) {
    throw new AppError("CONDITION_INVALID", `"where" fails for ${JSON.stringify(cell)}: ${messageOf(error)}`, {
      hint: "Make the expression hold or not hold for every combination.",
      cause: error,
    });
  }
}
