import { describe, expect, it } from "vitest";
import { type ExecutionModel, PROFILE_EXECUTION } from "../../../src/engine/settings.ts";
import { identityFacts } from "../../../src/report/section/identity.ts";
import { fixedInput } from "../support/fixed-input.ts";

function executionOf(execution: ExecutionModel): string | undefined {
  const input = fixedInput();
  const backtest = { ...input.backtest, settings: { ...input.backtest.settings, execution } };
  return identityFacts({ ...input, backtest }).find(({ name }) => name === "Execution")?.value;
}

describe("the identity of a run", () => {
  it("names the switches of the broker that are on, and no others", () => {
    const execution = PROFILE_EXECUTION["backtesting.py"];
    const plain = "backtesting.py: fills at the open 1 bar after the signal, long, lots of 1";
    expect(executionOf(execution)).toBe(plain);
    expect(executionOf({ ...execution, leverage: 2.5 })).toBe(`${plain}, leverage 2.5`);
    expect(executionOf({ ...execution, hedging: true, exclusiveOrders: true })).toBe(
      `${plain}, hedging, exclusive orders`,
    );
  });
});
