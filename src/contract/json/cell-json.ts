import type { CellView } from "../../callbacks/callback-context.ts";
import type { CellJson } from "../schemas/cell-schema.ts";

export function cellJson({ backtest, cell, state, params, metrics, reasons, refused, error }: CellView): CellJson {
  return { backtest, cell, state, params, metrics, undefined: reasons, refused: refused ?? {}, error };
}
