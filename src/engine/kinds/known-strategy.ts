import type { ParamSpecs } from "../../core/params/param-spec.ts";
import type { StrategyKind } from "./strategy-kind.ts";
import type { SymbolCount } from "./symbol-count.ts";

/** What there is to know of a strategy before it runs. */
export interface KnownStrategy {
  readonly name: string;
  /** Every parameter that may be given, the trade parameters too; in the order that cells show. */
  readonly params: ParamSpecs;
  readonly kind: StrategyKind;
  /** As the strategy says it; see `symbolsProblem`. */
  readonly symbols?: SymbolCount;
}
