import { parentPort, workerData } from "node:worker_threads";
import type { Params } from "../../src/core/params/param-spec.ts";
import type { Bars } from "../../src/engine/bars.ts";
import type { BacktestSettings } from "../../src/engine/settings.ts";
import type { SharedMemory } from "../../src/engine/simd/shared-memory.ts";
import { smaCross } from "../../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../../src/engine/sweep-cells.ts";

const { bars, settings } = workerData as { readonly bars: readonly Bars[]; readonly settings: BacktestSettings };

interface SweepPart {
  /** JSON. */
  readonly cells: string;
  readonly memory: SharedMemory;
}

const port = parentPort;
port?.on("message", ({ cells, memory }: SweepPart) => {
  port.postMessage(
    sweepCells({ strategy: smaCross, bars, settings, cells: JSON.parse(cells) as readonly Params[], memory }),
    [],
  );
});
