import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { problem } from "../../ui/dev/answers.ts";
import { describeBrowser, openPage } from "./support/browser.ts";
import { type Pages, servePages } from "./support/pages.ts";

const DAG = "nightly_sp500_sma";

describeBrowser("backfills", { timeout: 60_000 }, () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await servePages();
  });
  afterAll(() => pages?.[Symbol.asyncDispose]());
  beforeEach(() => pages.server.instead.clear());

  function sent(path: string) {
    return pages.server.changes.filter((change) => change.path === path).map(({ body }) => JSON.parse(body) as unknown);
  }

  it("are started from two days, and not before it is seen what they would run", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/dags/${DAG}?tab=backfills`);
    await page.getByRole("button", { name: "Fill slots of the past…" }).click();
    const start = page.getByRole("dialog").getByRole("button", { name: "Start", exact: true });
    expect(await start.isDisabled()).toBe(true);
    await page.getByLabel("first day").fill("2026-01-05");
    await page.getByLabel("last day").fill("2026-01-23");
    await page.getByLabel("slots with a run").selectOption("failed");
    await page.getByText("14 slots to run").waitFor();
    await page.reload();
    expect(await page.getByLabel("last day").inputValue()).toBe("2026-01-23");
    await expect.poll(() => start.isEnabled()).toBe(true);
    await start.click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(sent(`/dags/${DAG}/backfills`)).toEqual([{ from: "2026-01-05", to: "2026-01-23", reprocess: "failed" }]);
    await page.context().close();
  });

  it("say what is wrong with their days where they are written", async () => {
    const { page } = await openPage(pages.browser);
    const refusal = problem(400, "USAGE", "--from 2026-02-01 is after --to 2026-01-01.");
    pages.server.instead.set(`POST /dags/${DAG}/backfills/plan`, refusal);
    await page.goto(`${pages.server.url}/dags/${DAG}?tab=backfills&fill=1&fill_from=2026-02-01&fill_to=2026-01-01`);
    await page.getByText("is after --to 2026-01-01").waitFor();
    await page.context().close();
  });

  it("are stopped, gone on with, and lead to their runs", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/dags/${DAG}?tab=backfills`);
    await page.getByRole("button", { name: "Cancel: backfill 3" }).click();
    await expect.poll(() => sent("/backfills/3/cancel")).toEqual([{}]);
    await page.getByRole("button", { name: "Go on: backfill 2" }).click();
    await expect.poll(() => sent("/backfills/2/resume")).toEqual([{}]);
    await page.getByRole("link", { name: "its runs" }).first().click();
    await page.getByRole("button", { name: "of backfill 3" }).click();
    await expect.poll(() => new URL(page.url()).search).toBe(`?dag=${DAG}`);
    await page.context().close();
  });
});
