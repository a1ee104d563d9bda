import { type Static, Type } from "typebox";
import { CELL_STATES } from "../../core/names/states.ts";
import { NOTE_KINDS } from "../../core/notes/note.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { Refusals } from "../../engine/backtest.ts";
import { REJECTION_REASONS } from "../../engine/fills/ledger.ts";
import {
  type CellMetrics,
  METRIC_IDS,
  type MetricReasons,
  SWEEP_METRIC_IDS,
} from "../../engine/metrics/metric-catalogue.ts";
import { UNDEFINED_REASONS } from "../../core/metrics/undefined-reason.ts";
import { count, nullable, object, oneOf, open, text } from "./parts.ts";

const PARAM_VALUE = { type: ["number", "string", "boolean"] };

export function params(description: string) {
  return open<Params>("parameters by name", PARAM_VALUE, description);
}

/** Metrics by id, those of every sweep and any that were asked for. */
const metrics = Type.Unsafe<CellMetrics>({
  type: "object",
  properties: Object.fromEntries(METRIC_IDS.map((id) => [id, { type: ["number", "null"] }])),
  required: SWEEP_METRIC_IDS,
  additionalProperties: false,
  title: "metrics by id",
});

/** One of `reasons` for each of some `ids`. */
export function reasons<T>(ids: readonly string[], words: readonly string[], description: string) {
  return Type.Unsafe<T>({
    type: "object",
    properties: Object.fromEntries(ids.map((id) => [id, { type: "string", enum: words }])),
    additionalProperties: false,
    title: "reasons by id",
    description,
  });
}

const refused = Type.Unsafe<Refusals>({
  type: "object",
  properties: Object.fromEntries(REJECTION_REASONS.map((reason) => [reason, { type: "integer", minimum: 1 }])),
  additionalProperties: false,
  title: "counts by reason",
  description: "entries that were not filled",
});

export const CellSchema = object({
  backtest: text("its backtest"),
  cell: count("its number in the grid"),
  state: oneOf(CELL_STATES, "`cached`: another run had computed the same"),
  params: params("what it was computed with"),
  metrics: nullable(metrics, "[metrics](metrics.md) by id, null where undefined; null when the cell failed"),
  undefined: reasons<MetricReasons>(METRIC_IDS, UNDEFINED_REASONS, "why metrics are null"),
  refused,
  error: nullable(Type.String(), "why it failed"),
});
export type CellJson = Static<typeof CellSchema>;

export const NoteSchema = object({
  kind: oneOf(NOTE_KINDS, "what it is about"),
  text: text("part of a sentence"),
});

export const extendedFrom = nullable(
  object({ cells: count("so many of them"), bars: count("that they had traded by then") }),
  "cells that are [gone on with](nights.md) from the night before instead of being traded from the first bar; null for none",
);
