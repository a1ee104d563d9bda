import { expect, it } from "vitest";
import { loadText, worldOf } from "../support/load-text.ts";

it.each(["adjust: splits", "as_of: 2024-06-28", "actions: ./actions.csv", "adjusted: true"])(
  "what nobody does with prices of a source is refused, not passed over: %s",
  async (written) => {
    const data = `{ source: coingecko, symbols: [BTC], ${written} }`;
    const { diagnostics } = await loadText(`id: x\nbacktest: { strategy: sma_cross, data: ${data} }`, worldOf());
    const [key = ""] = written.split(":");
    expect(diagnostics.map(({ message }) => message)).toContain(
      `"${key}" is about files, and the prices of a source are none.`,
    );
  },
);
