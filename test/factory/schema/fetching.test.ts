import { describe, expect, it } from "vitest";
import { callbacksBeforeData } from "../../../src/factory/dag-spec.ts";
import { loadText, worldOf } from "../support/load-text.ts";

const world = worldOf();
const deps = {
  ...world,
  callbacks: { names: ["update_data", ...world.callbacks.names], check: async () => [] },
};
const PRICES = "backtest: { strategy: sma_cross, data: { source: coingecko, symbols: [BTC] } }";
const FILES = "backtest: { strategy: sma_cross, data: { dataset: sp500 } }";
const load = (text: string, block = PRICES) => loadText(`id: x\n${text}\n${block}`, deps);

describe("update_data", () => {
  it("and what stands before it runs before the data are frozen, and what stands after it does not", async () => {
    const count = async (list: string) => {
      const { spec, diagnostics } = await load(`before_backtest: ${list}`);
      expect(diagnostics).toEqual([]);
      return spec === null ? null : callbacksBeforeData(spec);
    };
    expect(await count("[check_data]")).toBe(0);
    expect(await count("[update_data, check_data]")).toBe(1);
    expect(await count("[check_data, { update_data: { symbols: [BTC] } }, check_data]")).toBe(2);
    expect(await count("[{ update_data: { symbols: BTC } }, { update_data: { symbols: [BTC] } }]")).toBe(2);
  });

  it.each([
    ["after_backtest: [update_data]", PRICES, "CALLBACK_INVALID", "Put it into before_backtest."],
    ["before_backtest: [update_data]", FILES, "CALLBACK_INVALID", "or leave the callback out"],
    ["before_backtest: [{ update_data: { symbols: [BTX] } }]", PRICES, "DAG_VALUE_INVALID", 'Did you mean "BTC"?'],
    ["before_backtest: [{ update_data: { symbols: __proto__ } }]", PRICES, "DAG_VALUE_INVALID", "They trade BTC."],
  ])("is refused where it has nothing to do, with the way out: %s", async (text, block, code, hint) => {
    const { diagnostics } = await load(text, block);
    expect(diagnostics).toEqual([expect.objectContaining({ code, hint: expect.stringContaining(hint) })]);
  });
});

describe("wait_for: data", () => {
  it("is short for the last session of the schedule's market, and for the last bar without one", async () => {
    const sessions = await load("schedule: { calendar: XNYS, at: close + 30m }\nwait_for: data");
    expect(sessions.spec?.waitFor).toEqual({ dataset: null, through: "{{ last_session }}", timeoutMs: 7_200_000 });
    const always = await load("schedule: { cron: '5 0 * * *', timezone: UTC }\nwait_for: data");
    expect(always.spec?.waitFor).toEqual({ dataset: null, through: "{{ last_bar }}", timeoutMs: 7_200_000 });
  });

  it("may name a source, and no word but data", async () => {
    const named = await load('wait_for: { dataset: coingecko, through: "{{ last_bar }}", timeout: 1h }');
    expect([named.diagnostics, named.spec?.waitFor?.dataset]).toEqual([[], "coingecko"]);
    const { diagnostics } = await load("wait_for: tomorrow");
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics[0]?.path).toBe("wait_for");
  });
});
