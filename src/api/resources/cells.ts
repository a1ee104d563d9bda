import { Readable } from "node:stream";
import { Type } from "typebox";
import { cellHeadJson } from "../../contract/json/cell-head-json.ts";
import { cellDetailJson } from "../../contract/json/service/sweep-json.ts";
import { CELL_LISTINGS, type CellListingName } from "../../contract/listing/cell-listing.ts";
import { DOCUMENTS } from "../../contract/documents.ts";
import { recomputeCell } from "../../runs/query/recompute-cell.ts";
import { cellDetail } from "../../runs/query/sweep/cell-detail.ts";
import { ok, streamed } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { listingTable } from "../tables/listing-table.ts";
import { TABLE_FORMATS, type TableFormat } from "../../contract/tables/table-formats.ts";
import { saveAs, TABLE_TYPES } from "../tables/table-formats.ts";
import { cellParam } from "./parts.ts";
import { opened } from "./sweeps.ts";

const tag = "cells";
const KINDS = Object.keys(CELL_LISTINGS) as readonly CellListingName[];

export const CELL_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/runs/:run/sweeps/:backtest/cells/:cell",
    id: "showCell",
    summary: "One cell among its sweep: parameters, metrics with their rank, neighbours.",
    tag,
    role: "viewer",
    params: cellParam,
    answers: { 200: { description: "the cell", document: "cell_detail" } },
    handle: async ({ params, principal }, service) => {
      const sweep = await opened(params, principal, service);
      return ok(cellDetailJson(sweep, await cellDetail(service.sweeps, sweep, params.cell)));
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/runs/:run/sweeps/:backtest/cells/:cell/series",
    id: "readSeries",
    summary: "What a cell did, computed again from its pinned inputs: trades, equity, orders, …",
    tag,
    role: "viewer",
    params: cellParam,
    query: {
      kind: Type.Unsafe<CellListingName>({ type: "string", enum: KINDS, default: "trades", description: "what of it" }),
      format: Type.Optional(
        Type.Unsafe<TableFormat>({
          type: "string",
          enum: TABLE_FORMATS,
          description: "as a table; absent: one JSON document",
        }),
      ),
    },
    answers: {
      200: { description: "all of it", schema: Type.Union(KINDS.map((kind) => DOCUMENTS[kind])) },
    },
    handle: async ({ params, query, principal }, service) => {
      const { run, spec, view } = await opened(params, principal, service);
      const { deps } = service.project;
      const choice = { backtest: view.backtest.name, cell: params.cell };
      const found = await recomputeCell({ id: run.id, spec }, choice, deps);
      const { kind, format } = query;
      const listing = CELL_LISTINGS[kind](found);
      if (format === undefined) return ok({ ...cellHeadJson(run.id, found), [kind]: listing.rows });
      const facts = {
        run: run.id,
        backtest: found.backtest,
        cell: String(found.cell),
        snapshot: found.sweep.snapshot.id,
      };
      const table = Readable.from(listingTable(listing, format, facts));
      return streamed(
        TABLE_TYPES[format],
        table,
        saveAs(`${run.id}.${found.backtest}.${found.cell}.${kind}.${format}`),
      );
    },
  }),
];
