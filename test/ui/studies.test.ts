import { afterAll, beforeAll, expect, it } from "vitest";
import { RUN_IDS } from "../../ui/dev/fixtures/runs.ts";
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
