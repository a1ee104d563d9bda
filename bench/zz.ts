import { smaCross } from "../src/engine/strategies/sma-cross.ts";
import { prepareSweep } from "../src/engine/sweep-cells.ts";
import { sampleBars, VECTORBT_SETTINGS } from "./support/sample-sweep.ts";
import { NO_COSTS } from "../src/engine/settings.ts";
import { PROFILE_EXECUTION } from "../src/engine/profiles/registry.ts";
const W = Array.from({ length: 142 }, (_, i) => i + 2);
const pairs = W.flatMap((fast) => W.filter((slow) => slow > fast).map((slow) => ({ fast, slow })));
console.log(pairs.length);
const bars = sampleBars();
for (const profile of ["native", "vectorbt"] as const)
  for (const size of [1, 0.95])
    for (const blocks of [0, 16]) for (const stops of [0, 5]) {
      const settings = { ...VECTORBT_SETTINGS, costs: { ...NO_COSTS, commissionBps: 10, slippageBps: 5 }, execution: PROFILE_EXECUTION[profile] };
      const cells = pairs.map((p) => ({ ...p, position_size: size, ...(stops && { stop_loss_pct: stops }) }));
      const t: number[] = [];
      for (let k = 0; k < 6; k++) {
        const s = performance.now();
        const sweep = prepareSweep({ strategy: smaCross, bars: [bars], settings, blocks });
        sweep.run(cells);
        t.push(performance.now() - s);
      }
      console.log(profile, size, blocks, stops, t.map((x) => x.toFixed(0)).join(" "));
    }
