import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answered } from "../../ui/dev/answers.ts";
import { RUN_IDS, sampleRun } from "../../ui/dev/fixtures/runs.ts";
import { describeBrowser, openPage } from "./support/browser.ts";
import { type Pages, servePages } from "./support/pages.ts";

describeBrowser("what was asked of a backtest besides its cells", { timeout: 90_000 }, () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await servePages();
  });
  afterAll(() => pages?.[Symbol.asyncDispose]());

  it("is on a tab of its run: how a search went, and what of the past changed", async () => {
    const { page, faults } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/runs/${RUN_IDS.succeeded}?tab=studies`);
    const search = page.getByRole("region", { name: "Search of backtest" });
    await search.getByRole("img", { name: "Best so far over 200 cells: from 0.12 to 0.58" }).waitFor();
    await search.getByText("best 0.58 at cell 97 of 200").waitFor();
    const shares = await search.getByRole("listitem").allTextContents();
    expect(shares).toEqual(["slow58.0%", "fast31.0%", "parameters together11.0%"]);
    const gate = page.getByRole("region", { name: "The past of backtest against the run before" });
    await gate.getByText("The past changed in 1 of 5 cells, by revised data.").waitFor();
    await gate.getByText("sharpe 0.7093 → 0.6884").waitFor();
    await gate.getByText("bars of SPX: 1 revised; the past changed at 2020-04-10").waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("has what was walked, validated and drawn: verdicts, figures, windows, and a picture of each", async () => {
    const { page, faults } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/runs/${RUN_IDS.succeeded}?tab=studies`);
    const walk = page.getByRole("region", { name: "Walk-forward of backtest", exact: true });
    await walk.getByText("Weak: out of sample it kept 35 %").waitFor();
    await walk.getByRole("img", { name: "Account out of sample over 8 windows" }).waitFor();
    const windows = walk.getByRole("region", { name: "Windows" });
    const [, first, , , still] = await windows.getByRole("row").all();
    expect(await first?.getByRole("cell").allTextContents()).toEqual([
      "2000-01-06 – 2004-01-02",
      "10",
      "200",
      "0.80",
      "0.64",
      "8.0%",
    ]);
    // Nothing competed: no parameters, no score, and an account that lay still.
    expect((await still?.getByRole("cell").allTextContents())?.slice(1)).toEqual(["–", "–", "0.65", "–", "0.0%"]);
    const cpcv = page.getByRole("region", { name: "Cross-validation of backtest" });
    await cpcv.getByRole("img", { name: "How many paths have which Sharpe ratio" }).waitFor();
    const chosen = await cpcv.getByRole("listitem").allTextContents();
    expect(chosen).toEqual(["fast 50, slow 20060.0%", "fast 10, slow 20040.0%"]);
    const histories = page.getByRole("region", { name: "Other histories of backtest" });
    await histories.getByRole("img", { name: /^Quantiles of the account/ }).waitFor();
    await histories.getByText("14.0%").waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("shows how the best cell bears worse execution: three pictures, whose figure the keyboard chooses, and every number", async () => {
    const { page, faults } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/runs/${RUN_IDS.succeeded}?tab=studies`);
    const card = page.getByRole("region", { name: "Worse execution of backtest" });
    await card.getByText("Weak: its Sharpe ratio of 0.58 comes to −0.04 at worst").waitFor();
    expect(await card.getByRole("definition").allTextContents()).toEqual([
      "97.8",
      "−7.0%",
      "112.0%",
      "231.0%",
      "−12.0%",
    ]);
    expect(await saidBy(card)).toEqual([
      "Sharpe: as it was 0.58; fills 1 bar later 0.54; fills 2 bars later 0.47; fills 5 bars later 0.31",
      expect.stringMatching(/^Sharpe: as it was 0\.58; 1 bps more .* 20 bps more slippage a side 0\.49$/),
      expect.stringMatching(/25% of the fills missed 0\.41, one draw in twenty is worse than −0\.04$/),
    ]);
    const rows = card.getByRole("region", { name: "Executions" }).getByRole("row");
    expect(await rows.nth(1).locator("th, td").allTextContents()).toEqual([
      "as it was",
      "0.58",
      "302.0%",
      "19.0%",
      "84",
    ]);
    expect(await rows.nth(5).locator("th, td").allTextContents()).toEqual([
      "fills 9000 bars later",
      "not traded: No bar is left after a delay of 9,000 bars.",
    ]);
    const worst = page.getByRole("rowheader", { name: "25% of the fills missed, one draw in twenty is worse" });
    expect(await worst.locator("xpath=../td").allTextContents()).toEqual(["−0.04", "−12.0%", "52.0%", "54"]);

    await card.getByLabel("What is drawn").focus();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.url()).toContain("figure.backtest=total_return");
    await card.getByText("break-even 97.8", { exact: true }).waitFor();
    expect((await saidBy(card))[1]).toMatch(/^return: .*; nothing is earned at 97\.8 bps$/);
    await page.goBack();
    await card.getByRole("img", { name: /^Sharpe: as it was 0\.58; fills 1 bar/ }).waitFor();
    await card.getByRole("link", { name: "Other parameters" }).press("Enter");
    await page.waitForURL(/\/sweeps\/backtest\/cells\/1873\?tab=neighbours$/);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("says of a study without a result what became of it, and of one in which nothing was traded why", async () => {
    const detail = sampleRun(RUN_IDS.running);
    const sweep = detail.graph.find(({ kind }) => kind === "backtest");
    if (sweep === undefined) throw new RangeError("The sample run has no sweep");
    const rankings = detail.run.rankings.map((ranking) => ({
      ...ranking,
      walk_forward: null,
      cpcv: null,
      monte_carlo: null,
      search: null,
      regression: null,
      sensitivity: ranking.sensitivity && {
        ...ranking.sensitivity,
        verdict: "Unknown: there is no trade that could have been filled otherwise.",
        real: {},
        rows: [],
      },
    }));
    const graph = [
      ...detail.graph,
      { ...sweep, key: "backtest.monte_carlo", kind: "monte_carlo", state: "running" },
      { ...sweep, key: "backtest.cpcv", kind: "cpcv", state: "failed", error: { code: "X", message: "Too few bars." } },
      { ...sweep, key: "backtest.sensitivity", kind: "sensitivity", state: "failed" },
      { ...sweep, key: "backtest.regression", kind: "regression", state: "succeeded" },
    ];
    pages.server.instead.set(
      `/runs/${RUN_IDS.running}`,
      answered({ ...detail, run: { ...detail.run, rankings }, graph }),
    );
    const { page, faults } = await openPage(pages.browser, { width: 360 });
    await page.goto(`${pages.server.url}/runs/${RUN_IDS.running}?tab=studies`);
    const open = page.getByRole("region", { name: "Studies without a result" });
    await open.waitFor();
    expect(await open.getByRole("listitem").allTextContents()).toEqual([
      "runningbacktest.monte_carlo",
      "failedbacktest.cpcvToo few bars.",
    ]);
    const card = page.getByRole("region", { name: "Worse execution of backtest" });
    await card.getByText("Unknown: there is no trade").waitFor();
    expect(await card.getByRole("img").or(card.getByRole("table")).count()).toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    await open.getByRole("button", { name: "Tasks and log" }).press("Enter");
    await page.getByRole("region", { name: "Tasks" }).waitFor();
    pages.server.instead.clear();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("cells of a search have a heat map, in which neighbouring values share a field", async () => {
    const { page, faults } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/runs/${RUN_IDS.succeeded}/sweeps/searched`);
    await page.getByRole("img", { name: /^Best so far over 200 cells/ }).waitFor();
    await page.getByText(/^200 cells drawn/).waitFor();
    await page.getByText(/^Shares of the variance by fANOVA/).waitFor();
    const map = page.getByRole("application");
    await map.focus();
    // Whichever fields are empty, one in a row has cells.
    const said = page.getByRole("status").filter({ hasText: /of \d+ cells/ });
    for (let step = 0; step < 10; step++) {
      await page.keyboard.press("ArrowRight");
      if (!(await said.textContent())?.includes("of 0 cells")) break;
    }
    expect(await said.textContent()).toMatch(/fast \d+ to \d+ · slow \d+ to \d+ · −?\d/);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toMatch(/cell=\d+/);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

/** What its pictures say to those who do not see them. */
function saidBy(card: Locator): Promise<readonly (string | null)[]> {
  return card.getByRole("img").evaluateAll((pictures) => pictures.map((picture) => picture.getAttribute("aria-label")));
}
