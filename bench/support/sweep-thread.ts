import { parentPort, workerData } from "node:worker_threads";
import type { Params } from "../../src/core/params.ts";
import type { Bars } from "../../src/engine/bars.ts";
import type { BacktestSettings } from "../../src/engine/settings.ts";
import type { SharedMemory } from "../../src/engine/simd/shared-memory.ts";
import { smaCross } from "../../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../../src/engine/sweep-cells.ts";

const { bars, settings } = workerData as { readonly bars: readonly Bars[]; readonly settings: BacktestSettings };

const port = parentPort;
interface SweepPart {
  readonly cells: readonly Params[];
  readonly memory: SharedMemory;
}

port?.on("message", ({ cells, memory }: SweepPart) => {
  port.postMessage(sweepCells({ strategy: smaCross, bars, settings, cells, memory }), []);
});
