import { Type, type Static } from "typebox";
import { SEARCH_METHODS } from "../../../core/spec/search/search-spec.ts";
import { map, oneOf } from "../schema-parts.ts";

/** All of them are kept in memory. */
const MOST_DRAWN = 1_000_000;

/** Whether a key counts depends on the method: see `sections/search`. */
export const search = map(
  {
    method: oneOf(SEARCH_METHODS, {
      description: "`grid`: every combination. `random`, `sobol`, `latin_hypercube`: `n` of them.",
    }),
    n: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_DRAWN, description: "How many cells are drawn." })),
    seed: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: "That of the backtest unless given." }),
    ),
  },
  { description: "Looks at a part of the grid only. Ranges need no step then." },
);

export type WrittenSearch = Static<typeof search>;
