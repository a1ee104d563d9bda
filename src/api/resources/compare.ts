import { Type } from "typebox";
import { compareJson } from "../../contract/json/service/compare-json.ts";
import { compareCells } from "../../runs/query/compare/compare-cells.ts";
import { parseCellRefs } from "../../runs/query/compare/cell-refs.ts";
import { ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { requireRun } from "./parts.ts";

export const COMPARE_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/compare",
    id: "compareCells",
    summary: "Cells of any runs beside each other: what differs, metrics, curves, correlation of returns.",
    tag: "compare",
    role: "viewer",
    query: {
      c: Type.Array(Type.String({ maxLength: 10_000 }), {
        minItems: 1,
        maxItems: 20,
        description: "`run:backtest:cell`, up to twenty, repeated or with commas",
      }),
      series: Type.Boolean({ default: true, description: "with curves, which are computed again" }),
    },
    answers: { 200: { description: "in the order that was asked for", document: "compare" } },
    handle: async ({ query, principal }, service) => {
      const refs = query.c.flatMap((text) => text.split(","));
      const runs = new Set(parseCellRefs(refs).map(({ runId }) => runId));
      for (const run of runs) await requireRun(run, principal, service);
      const request = { refs, series: query.series };
      return ok(compareJson(await compareCells(service.sweeps, request, service.project.deps)));
    },
  }),
];
