import { parseDurationMs } from "../../core/time/duration.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";

/** How long a cell and the whole backtest may take; what is not written is absent. */
export function readTimeouts(
  block: Pick<BacktestBlock, "cell_timeout" | "timeout">,
): Pick<BacktestSpec, "cellTimeoutMs" | "timeoutMs"> {
  const cellTimeoutMs = block.cell_timeout === undefined ? null : parseDurationMs(block.cell_timeout);
  const timeoutMs = block.timeout === undefined ? null : parseDurationMs(block.timeout);
  return { ...(cellTimeoutMs !== null && { cellTimeoutMs }), ...(timeoutMs !== null && { timeoutMs }) };
}
