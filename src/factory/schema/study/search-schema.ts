import { Type, type Static } from "typebox";
import { DRAWS, RUNGS_BY, SEARCH_METHODS } from "../../../core/spec/search/search-spec.ts";
import { METRIC_NAME } from "../../../core/metrics/reported-metric.ts";
import { map, oneOf } from "../schema-parts.ts";

/** Cells of which every rung, round and importance is kept in memory. */
const MOST_DRAWN = 1_000_000;

/** Whether a key counts depends on the method: see `sections/search`. */
export const search = map(
  {
    method: oneOf(SEARCH_METHODS, {
      description:
        "`grid`: every combination. `random`, `sobol`, `latin_hypercube`: `n` of them. `successive_halving`: all on a short part, the best on more. `tpe`: batches, each chosen by the results so far.",
    }),
    n: Type.Optional(
      Type.Integer({ minimum: 1, maximum: MOST_DRAWN, description: "How many cells are drawn or tried." }),
    ),
    seed: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: "That of the backtest unless given." }),
    ),
    draw: Type.Optional(
      oneOf(DRAWS, { description: "How `successive_halving` draws its `n` cells; sobol unless given." }),
    ),
    eta: Type.Optional(
      Type.Number({
        minimum: 1.5,
        maximum: 16,
        description: "Of so many cells a rung keeps one, and gives it so many times as much; 3 unless given.",
      }),
    ),
    min_cells: Type.Optional(
      Type.Integer({ minimum: 1, maximum: MOST_DRAWN, description: "No rung keeps fewer; 10 unless given." }),
    ),
    rungs: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 8,
        description: "Rungs before the whole; up to 3, as far as there are cells, unless given.",
      }),
    ),
    by: Type.Optional(
      oneOf(RUNGS_BY, {
        description:
          "What rungs of `successive_halving` have less of: `bars`, the last ones of all symbols, or `symbols`, drawn by the seed, with all of their bars; `bars` unless given.",
      }),
    ),
    startup: Type.Optional(
      Type.Integer({
        minimum: 2,
        maximum: 10_000,
        description: "Cells of `tpe` before its first choice; a fifth of `n` unless given.",
      }),
    ),
    batch: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10_000,
        description: "Cells that `tpe` chooses at a time; as many as there are slots unless given.",
      }),
    ),
    objective: Type.Optional(
      Type.String({
        pattern: METRIC_NAME.source,
        description: "The metric that chooses; that of the backtest unless given.",
      }),
    ),
  },
  { description: "Looks at a part of the grid only. Ranges need no step then." },
);

export type WrittenSearch = Static<typeof search>;
