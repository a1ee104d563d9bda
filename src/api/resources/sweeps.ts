import { Readable } from "node:stream";
import { Type } from "typebox";
import { REDUCERS, type Reducer } from "../../analytics/sweep-views/heatmap.ts";
import { sweepCellsJson, sweepJson } from "../../contract/json/service/sweep-json.ts";
import { heatmapJson, histogramJson, importanceJson } from "../../contract/json/service/sweep-views-json.ts";
import { CELL_STATES, type CellState } from "../../core/names/states.ts";
import type { Principal } from "../../core/names/principal.ts";
import { runResults } from "../../runs/query/run-results.ts";
import { sweepColumn } from "../../runs/query/sweep/sweep-columns.ts";
import { sweepDetail } from "../../runs/query/sweep/sweep-detail.ts";
import { sweepPage } from "../../runs/query/sweep/sweep-page.ts";
import { type OpenedSweep, openSweepView } from "../../runs/query/sweep/sweep-reader.ts";
import { sweepHeatmap, sweepHistogram, sweepImportance } from "../../runs/query/sweep/sweep-views.ts";
import type { ApiService } from "../api-service.ts";
import { bytes, ok, streamed } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { cellsTable } from "../../contract/tables/cells-table.ts";
import { TABLE_FORMATS, type TableFormat } from "../../contract/tables/table-formats.ts";
import { saveAs, TABLE_TYPES } from "../tables/table-formats.ts";
import { brushesOf } from "./brushes.ts";
import { backtestParam, limitKey, requireRun } from "./parts.ts";

const tag = "sweeps";
const BASE = "/api/v1/runs/:run/sweeps/:backtest";
const name = Type.String({ maxLength: 200 });
const metric = Type.Optional({ ...name, description: "a stored metric; absent: the objective" });
const sortKeys = {
  sort: Type.Optional({ ...name, description: "a stored metric, a parameter, or `cell`; absent: the objective" }),
  reverse: Type.Optional(Type.Boolean({ description: "the worst first" })),
};
const BRUSHES = {
  fix: Type.Optional(Type.Array({ ...name, description: "`fast=5`: only cells with this value" }, { maxItems: 50 })),
  brush: Type.Optional(
    Type.Array({ ...name, description: "`sharpe=0.5..2`: only cells within these bounds" }, { maxItems: 50 }),
  ),
};

export const SWEEP_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: BASE,
    id: "showSweep",
    summary: "A backtest of a run: axes, counts, metrics, the first cells of a ranking, errors, statistics.",
    tag,
    role: "viewer",
    params: backtestParam,
    query: { ...sortKeys, top: limitKey(1000, 100) },
    answers: { 200: { description: "the sweep but for its columns", document: "sweep" } },
    handle: async ({ params, query, principal }, service) => {
      const sweep = await opened(params, principal, service);
      const { sort = null, reverse: isReversed = false, top } = query;
      return ok(sweepJson(await sweepDetail(service.sweeps, sweep, { sort, isReversed, top })));
    },
  }),
  route({
    method: "GET",
    path: `${BASE}/cells`,
    id: "rankCells",
    summary: "Any page of a ranking of all cells.",
    tag,
    role: "viewer",
    params: backtestParam,
    query: {
      ...sortKeys,
      offset: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, default: 0, description: "cells that come before" }),
      limit: limitKey(1000, 100),
    },
    answers: { 200: { description: "in that order", document: "sweep_cells" } },
    handle: async ({ params, query, principal }, service) => {
      const sweep = await opened(params, principal, service);
      const { sort = null, reverse: isReversed = false, offset, limit } = query;
      return ok(sweepCellsJson(sweep, await sweepPage(service.sweeps, sweep, { sort, isReversed, offset, limit })));
    },
  }),
  ...TABLE_FORMATS.map(cellsRoute),
  route({
    method: "GET",
    path: `${BASE}/columns/:column`,
    id: "readColumn",
    summary:
      "A metric of every cell by its number: Float32, little-endian, NaN where it has none. `state`: a byte a cell (0 not done, 1 succeeded, 2 cached, 3 failed); `raw`: Int32, the places of cells on the axes where these are not their numbers; `places`: Int32, of the cells of a search a place on each axis.",
    tag,
    role: "viewer",
    params: { ...backtestParam, column: { ...name, description: "a stored metric, `state`, `raw` or `places`" } },
    query: { from: Type.Optional(Type.Integer({ minimum: 0, description: "leaves the cells before it out" })) },
    answers: { 200: { description: "X-Nightgrid-Cells says how many cells", media: ["application/octet-stream"] } },
    handle: async ({ params, query, principal }, service) => {
      const sweep = await opened(params, principal, service);
      const column = await sweepColumn(service.sweeps, sweep, { name: params.column, from: query.from ?? 0 });
      return bytes("application/octet-stream", Buffer.from(column.bytes), {
        etag: column.etag,
        headers: {
          "x-nightgrid-cells": String(column.cells),
          "x-nightgrid-from": String(column.from),
          "cache-control": column.isOver ? "private, max-age=86400" : "private, no-cache",
          // Figures like these do not become smaller.
          "content-encoding": "identity",
        },
      });
    },
  }),
  route({
    method: "GET",
    path: `${BASE}/heatmap`,
    id: "showHeatmap",
    summary: "Two axes, and what stands for the cells behind each of their places.",
    tag,
    role: "viewer",
    params: backtestParam,
    query: {
      x: { ...name, description: "the axis across" },
      y: Type.Optional({ ...name, description: "the axis upwards; absent: one row" }),
      metric,
      reduce: Type.Unsafe<Reducer>({
        type: "string",
        enum: REDUCERS,
        default: "max",
        description: "what stands for many cells",
      }),
      ...BRUSHES,
    },
    answers: { 200: { description: "row by row", document: "heatmap" } },
    handle: async ({ params, query, principal }, service) => {
      const sweep = await opened(params, principal, service);
      const { x, y = null, metric: wanted = null, reduce } = query;
      const request = { x, y, metric: wanted, reduce, ...brushesOf(query, sweep) };
      return ok(heatmapJson(sweep, await sweepHeatmap(service.sweeps, sweep, request)));
    },
  }),
  route({
    method: "GET",
    path: `${BASE}/histogram`,
    id: "showHistogram",
    summary: "How the values of a metric are spread, and where a cell stands among them.",
    tag,
    role: "viewer",
    params: backtestParam,
    query: {
      metric,
      bars: Type.Integer({ minimum: 1, maximum: 1000, default: 60, description: "how many" }),
      cell: Type.Optional(Type.Integer({ minimum: 0, description: "a cell to mark" })),
      ...BRUSHES,
    },
    answers: { 200: { description: "the sum of its bars is the cells with a value", document: "histogram" } },
    handle: async ({ params, query, principal }, service) => {
      const sweep = await opened(params, principal, service);
      const { metric: wanted = null, bars, cell = null } = query;
      const request = { metric: wanted, bars, range: null, cell, ...brushesOf(query, sweep) };
      return ok(histogramJson(sweep, await sweepHistogram(service.sweeps, sweep, request)));
    },
  }),
  route({
    method: "GET",
    path: `${BASE}/importance`,
    id: "showImportance",
    summary: "How much of the variance of a metric each axis explains, and each two of them together.",
    tag,
    role: "viewer",
    params: backtestParam,
    query: { metric, ...BRUSHES },
    answers: { 200: { description: "in file order", document: "importance" } },
    handle: async ({ params, query, principal }, service) => {
      const sweep = await opened(params, principal, service);
      const request = { metric: query.metric ?? null, ...brushesOf(query, sweep) };
      return ok(importanceJson(sweep, await sweepImportance(service.sweeps, sweep, request)));
    },
  }),
];

function cellsRoute(format: TableFormat): Route {
  return route({
    method: "GET",
    path: `${BASE}/cells.${format}`,
    id: `downloadCells${format.charAt(0).toUpperCase()}${format.slice(1)}`,
    summary: `All cells that are done, best first, as ${format.toUpperCase()}; streamed.`,
    tag,
    role: "viewer",
    params: backtestParam,
    query: {
      ...sortKeys,
      limit: Type.Optional(Type.Integer({ minimum: 1, description: "only so many; absent: all" })),
      columns: Type.Optional(
        Type.String({ maxLength: 10_000, description: "`cell,fast,sharpe`: only these, in this order; absent: all" }),
      ),
      state: Type.Optional(
        Type.Unsafe<CellState>({ type: "string", enum: CELL_STATES, description: "only cells in this state" }),
      ),
    },
    answers: { 200: { description: "a row a cell", media: [TABLE_TYPES[format]] } },
    handle: async ({ params, query, principal }, service) => {
      const { run, spec, view } = await opened(params, principal, service);
      const { sort = null, reverse: isReversed = false, limit = null, state } = query;
      const wanted = query.columns?.split(",") ?? null;
      const results = await runResults(
        service.project.deps,
        { id: run.id, spec },
        { backtest: view.backtest.name, sort, isReversed, limit, ...(state !== undefined && { state }) },
      );
      const facts = { run: run.id, backtest: view.backtest.name, snapshots: run.snapshotIds.join(",") };
      return streamed(TABLE_TYPES[format], Readable.from(cellsTable(results, format, { wanted, facts })), {
        ...saveAs(`${run.id}.${view.backtest.name}.${format}`),
      });
    },
  });
}

export async function opened(
  { run: id, backtest }: { readonly run: string; readonly backtest: string },
  principal: Principal,
  service: ApiService,
): Promise<OpenedSweep> {
  const run = await requireRun(id, principal, service);
  return openSweepView(service.sweeps, { runId: run.id, backtest });
}
