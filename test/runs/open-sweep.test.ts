import { expect, it } from "vitest";
import { cutBars } from "../../src/data/cut-bars.ts";
import { resolveWindow } from "../../src/data/resolve-window.ts";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { openSweep } from "../../src/runs/sweep/open-sweep.ts";
import { sampleSnapshot } from "../support/sample-bars.ts";
import { sampleBacktest } from "../support/sample-dag.ts";

const snapshot = sampleSnapshot();
const lastBar = snapshot.bars[0]?.time.at(-1) ?? 0;
const DAY_MS = 86_400_000;

async function baseOf(logicalDate: Date, volatile = false): Promise<string> {
  const sweep = await openSweep(
    sampleBacktest({ volatile }),
    { logicalDate, runId: logicalDate.toISOString() },
    {
      data: { load: async () => snapshot, open: async () => null, resolveWindow, cutBars },
      strategies: { load: async () => ({ strategy: builtinStrategy("sma_cross"), codeHash: "code" }) },
    },
  );
  return sweep.base.toString("hex");
}

const daysAfterLastBar = (days: number): Date => new Date(lastBar + days * DAY_MS);

it("a later run on the same bars names its results the same", async () => {
  expect(await baseOf(daysAfterLastBar(30))).toBe(await baseOf(daysAfterLastBar(10)));
});

it("a run that sees fewer bars names them otherwise", async () => {
  expect(await baseOf(daysAfterLastBar(-5))).not.toBe(await baseOf(daysAfterLastBar(10)));
});

it("a volatile backtest never shares results with another run", async () => {
  expect(await baseOf(daysAfterLastBar(30), true)).not.toBe(await baseOf(daysAfterLastBar(10), true));
});
