import { Readable } from "node:stream";
import { Type } from "typebox";
import { rejectedTable } from "../../contract/tables/rejected-table.ts";
import type { RejectedCellJson } from "../../contract/schemas/study/search-schema.ts";
import { rejectedCells } from "../../runs/search/rejected-cells.ts";
import { ok, streamed } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { saveAs, TABLE_TYPES } from "../tables/table-formats.ts";
import { backtestParam, limitKey } from "./parts.ts";
import { opened } from "./sweeps.ts";

const tag = "sweeps";
const BASE = "/api/v1/runs/:run/sweeps/:backtest/rejected";
const FORMATS = ["csv", "jsonl"] as const;

export const SEARCH_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: BASE,
    id: "listRejected",
    summary: "Cells that a successive halving has left behind, with rung, score and reason.",
    tag,
    role: "viewer",
    params: backtestParam,
    query: {
      offset: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, default: 0, description: "cells that come before" }),
      limit: limitKey(1000, 100),
    },
    answers: { 200: { description: "none of any other search", document: "rejected_cells" } },
    handle: async ({ params, query, principal }, service) => {
      const { run, spec, view } = await opened(params, principal, service);
      const { backtest } = view;
      const { total, pages } = await rejectedCells(service.project.deps.database, { id: run.id, spec }, backtest);
      const cells: RejectedCellJson[] = [];
      let before = query.offset;
      for await (const page of pages) {
        cells.push(...page.slice(before, before + query.limit - cells.length));
        if (cells.length === query.limit) break;
        before = Math.max(0, before - page.length);
      }
      const objective = backtest.search?.objective ?? backtest.objective;
      return ok({ run_id: run.id, backtest: backtest.name, objective, total, cells });
    },
  }),
  ...FORMATS.map((format) =>
    route({
      method: "GET",
      path: `${BASE}.${format}`,
      id: `downloadRejected${format.charAt(0).toUpperCase()}${format.slice(1)}`,
      summary: `All of them as ${format.toUpperCase()}; streamed.`,
      tag,
      role: "viewer",
      params: backtestParam,
      answers: { 200: { description: "a row a cell", media: [TABLE_TYPES[format]] } },
      handle: async ({ params, principal }, service) => {
        const { run, spec, view } = await opened(params, principal, service);
        const found = await rejectedCells(service.project.deps.database, { id: run.id, spec }, view.backtest);
        const names = view.backtest.grid.axes.map((axis) => axis.name);
        return streamed(
          TABLE_TYPES[format],
          Readable.from(rejectedTable(found, format, names)),
          saveAs(`${run.id}.${view.backtest.name}.rejected.${format}`),
        );
      },
    }),
  ),
];
