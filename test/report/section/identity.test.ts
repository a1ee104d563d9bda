import { expect, it } from "vitest";
import type { ExecutionModel } from "../../../src/engine/settings.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { identityFacts } from "../../../src/report/section/identity.ts";
import { fixedInput } from "../support/fixed-input.ts";

function executionOf(execution: ExecutionModel): string | undefined {
  const { backtest } = fixedInput();
  const input = fixedInput({ backtest: { ...backtest, settings: { ...backtest.settings, execution } } });
  return identityFacts(input).find(({ name }) => name === "Execution")?.value;
}

it("the identity of a result names every switch that is not as usual", () => {
  expect(executionOf({ ...PROFILE_EXECUTION.native, intrabar: "ohlc", executionDelay: 3 })).toBe(
    "native: fills at the open 3 bars after the signal, long, fractional units, prices inside a bar ohlc",
  );
  const borrowing = { leverage: 2, hedging: true, exclusiveOrders: true } as const;
  expect(executionOf({ ...PROFILE_EXECUTION["backtesting.py"], ...borrowing })).toBe(
    "backtesting.py: fills at the open 1 bar after the signal, long, lots of 1, closed at the end, leverage 2, hedging, exclusive orders",
  );
});
