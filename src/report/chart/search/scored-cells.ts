import type { ParamValue } from "../../../core/params/param-spec.ts";
import { metricValue } from "../../../engine/metrics/metric-catalogue.ts";
import type { RankedCell } from "../../tearsheet-input.ts";
import type { ObjectiveInfo } from "../parameter-map.ts";

/** A cell with a number for the objective. */
export interface ScoredCell extends Pick<RankedCell, "cell" | "params"> {
  readonly score: number;
}

export function scoredCells(ranked: readonly RankedCell[], { id }: Pick<ObjectiveInfo, "id">): readonly ScoredCell[] {
  return ranked.flatMap(({ cell, params, metrics }) => {
    const score = metricValue(metrics, id) ?? null;
    return score === null ? [] : [{ cell, params, score }];
  });
}

/** Where the values of a parameter lie between its least and its greatest one; names lie apart evenly, in the order of letters. */
export interface ParamScale {
  readonly name: string;
  /** 0…1. */
  placeOf(value: ParamValue | undefined): number;
  readonly low: ParamValue;
  readonly high: ParamValue;
}

/** The scales of the parameters that vary among the cells. */
export function paramScales(
  cells: readonly Pick<ScoredCell, "params">[],
  names: readonly string[],
): readonly ParamScale[] {
  return names.flatMap((name) => {
    const values = [...new Set(cells.map(({ params }) => params[name]).filter((value) => value !== undefined))];
    return values.length < 2 ? [] : [scaleOf(name, values)];
  });
}

function scaleOf(name: string, values: readonly ParamValue[]): ParamScale {
  if (values.every((value) => typeof value === "number")) {
    const low = values.reduce((least, value) => Math.min(least, value));
    const high = values.reduce((most, value) => Math.max(most, value));
    return { name, low, high, placeOf: (value) => (Number(value) - low) / (high - low) };
  }
  const sorted = values.toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
  const places = new Map(sorted.map((value, place) => [value, place / (sorted.length - 1)]));
  const [low = "", high = ""] = [sorted[0], sorted.at(-1)];
  return { name, low, high, placeOf: (value) => places.get(value ?? "") ?? 0 };
}
