import { expect, it } from "vitest";
import { loadText, worldOf } from "../support/load-text.ts";

function load(data: string) {
  return loadText(`id: x\nbacktest: { strategy: sma_cross, data: { ${data} } }`, worldOf());
}

it.each(["actions: ./actions.csv", "adjusted: true"])(
  "what nobody does with prices of a source is refused, not passed over: %s",
  async (written) => {
    const { diagnostics } = await load(`source: coingecko, symbols: [BTC], ${written}`);
    const [key = ""] = written.split(":");
    expect(diagnostics.map(({ message }) => message)).toContain(
      `"${key}" is about files, and the prices of a source are none.`,
    );
  },
);

it("prices of a source are adjusted for what it tells", async () => {
  const { spec, diagnostics } = await load("source: tiingo, symbols: [AAPL], adjust: splits, as_of: 2024-06-28");
  expect(diagnostics).toEqual([]);
  expect(spec?.backtests[0]?.data?.actions).toEqual({ file: null, adjust: "splits", asOf: "2024-06-28" });
});

it("a source that tells no splits is refused beside adjust, with those that do", async () => {
  const { diagnostics } = await load("source: coingecko, symbols: [BTC], adjust: splits");
  expect(diagnostics.map(({ code, message, hint }) => [code, message, hint])).toEqual([
    [
      "DAG_KEY_CONFLICT",
      "coingecko tells no splits and dividends to adjust its prices for.",
      'Leave "adjust" out. tiingo tell them, and a source of your own may.',
    ],
  ]);
});

it("as_of without adjust says nothing beside a source", async () => {
  const { diagnostics } = await load("source: tiingo, symbols: [AAPL], as_of: 2024-06-28");
  expect(diagnostics.map(({ code }) => code)).toEqual(["DAG_KEY_CONFLICT"]);
});
