import { AppError } from "../../core/errors/app-error.ts";
import { executorOf } from "../../factory/dag-spec.ts";
import type { Sweep } from "../sweep/open-sweep.ts";
import type { Market } from "./market.ts";

/** What a cell of a sweep is computed again from. @throws AppError BARS_NOT_KNOWN when its executor has data of its own */
export function marketOf({ backtest, prepared }: Pick<Sweep, "backtest" | "prepared">): Market {
  if (prepared.market !== null) return prepared.market;
  const text = `The bars of ${backtest.name} are not known: its executor "${executorOf(backtest)}" has data of its own`;
  throw new AppError("BARS_NOT_KNOWN", text, {
    hint: "Its metrics are in `nightgrid results`; what it wrote is in its folder of `results/`.",
  });
}
