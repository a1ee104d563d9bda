import { expect, it } from "vitest";
import { overrideData } from "../../../src/runs/start/override-data.ts";
import { sampleBacktest, sampleDag } from "../../support/sample-dag.ts";

const window = { startDate: "2015-01-02", endDate: "2016-12-30", lookbackMs: null };
const spec = sampleDag({ backtests: [sampleBacktest({ window }), sampleBacktest({ name: "other", window })] });

it("puts lookback and symbols in place of the file's, in every backtest, and keeps the file's end", () => {
  const { spec: changed, overrides } = overrideData(spec, { lookback: "365D", symbols: "SPX, NDX" });
  for (const backtest of changed.backtests) {
    expect(backtest.window).toEqual({ startDate: null, endDate: "2016-12-30", lookbackMs: 365 * 86_400_000 });
    expect(backtest.data?.symbols).toEqual(["SPX", "NDX"]);
  }
  expect(overrides).toEqual({ "backtest.lookback": "365D", "backtest.data.symbols": "SPX, NDX" });
});

it("changes nothing when nothing is given", () => {
  expect(overrideData(spec, {})).toEqual({ spec, overrides: {} });
});

it.each([{ lookback: "soon" }, { lookback: "0d" }, { symbols: "SPX,," }])("refuses %j", (bad) => {
  expect(() => overrideData(spec, bad)).toThrow(expect.objectContaining({ code: "USAGE" }) as Error);
});
