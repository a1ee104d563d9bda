import { parentPort } from "node:worker_threads";
import type { Params } from "../../src/core/params/param-spec.ts";
import { prepareSweep } from "../../src/engine/sweep-cells.ts";
import { buffersOf, packResult } from "../../src/executors/packed-result.ts";
import { sampleBars, VECTORBT_SETTINGS } from "./sample-sweep.ts";
import { usersCross } from "./users-cross.ts";

/** A user's strategy in a thread of Nightgrid's own process, as built-in ones run: what its isolation is compared with. */
const sweep = prepareSweep({ strategy: usersCross, bars: [sampleBars()], settings: VECTORBT_SETTINGS, blocks: 16 });
const port = parentPort;
port?.on("message", (text: string) => {
  const cells = JSON.parse(text) as readonly Params[];
  const result = packResult(sweep.run(cells), cells.length);
  port.postMessage(result, buffersOf(result));
});
