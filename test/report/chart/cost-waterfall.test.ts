import { describe, expect, it } from "vitest";
import type { CashFlow } from "../../../src/engine/trade.ts";
import { costWaterfall } from "../../../src/report/chart/cost-waterfall.ts";
import { accountOf, metricsWith } from "../support/fixed-input.ts";

function labelOf(net: number, gross: number, fees: number, cashFlows: readonly CashFlow[] = []): string {
  const result = accountOf([1000, net], {
    cashFlows,
    ...metricsWith({ total_trades: 1, total_fees: fees }),
    grossEquity: Float64Array.of(1000, gross),
  });
  return /aria-label="([^"]*)"/.exec(costWaterfall(result, 1000).svg?.toString() ?? "")?.[1] ?? "";
}

describe("the way from gross to net", () => {
  it("splits the difference into commissions and the rest", () => {
    expect(labelOf(1070, 1100, 20)).toBe("Gross 100.00, Commissions −20.00, Slippage −10.00, Net 70.00");
  });

  it("has no slippage where commissions explain all but rounding", () => {
    expect(labelOf(1080, 1100 + 1e-10, 20)).toBe("Gross 100.00, Commissions −20.00, Net 80.00");
  });

  it("shows the cost of borrowing, which is part of the charges, apart from them; dividends are no cost", () => {
    const flow = { symbol: "SPX", bar: 1, time: 0, units: -5 };
    const flows: readonly CashFlow[] = [
      { ...flow, kind: "dividend", amount: -40 },
      { ...flow, kind: "borrow_cost", amount: -4 },
      { ...flow, kind: "borrow_cost", amount: -1 },
    ];
    expect(labelOf(1070, 1100, 20, flows)).toBe(
      "Gross 100.00, Commissions −15.00, Borrowing −5.00, Slippage −10.00, Net 70.00",
    );
  });

  it("is drawn for a loss as well", () => {
    expect(labelOf(850, 900, 50)).toBe("Gross −100.00, Commissions −50.00, Net −150.00");
  });

  it("is left out without a trade", () => {
    expect(costWaterfall(accountOf([1000, 1000]), 1000).missing).toBe("Without a trade there are no costs.");
  });
});
