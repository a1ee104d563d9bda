import { SWEEP_BLOCKS } from "../../core/numbers/block-starts.ts";
import type { SweepSetup } from "../../executors/cell-executor.ts";
import type { Sweep } from "./open-sweep.ts";

/** A sweep as executors see it. */
export function setupOf({ base, backtest, codeHash, bars, settings, computed }: Sweep): SweepSetup {
  const { strategy, cellTimeoutMs } = backtest;
  return {
    id: base.toString("hex"),
    strategy,
    codeHash,
    bars,
    settings,
    blocks: SWEEP_BLOCKS,
    computed,
    ...(cellTimeoutMs === undefined ? {} : { cellTimeoutMs }),
  };
}
