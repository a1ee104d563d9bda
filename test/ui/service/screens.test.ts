import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seedRuns } from "../../support/service/seeded-runs.ts";
import { describeBrowser } from "../support/browser.ts";
import { writeDags } from "./support/dags.ts";
import { openService, type Service } from "./support/service.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** More rows than fit on any screen. */
const DAGS = 300;

describeBrowser("every screen of the real service", { timeout: 120_000 }, () => {
  let service: Service;
  let run = "";
  beforeAll(async () => {
    service = await openService();
    writeDags(service.project);
    const { page } = await service.signIn(await service.start());
    await page.goto(`${service.url}/dags/grid?launch=1`);
    await page.getByText("16 to compute").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click();
    await page.waitForURL(/\/runs\/\w+$/);
    await page.locator(".page-head .state", { hasText: "succeeded" }).waitFor();
    run = page.url().split("/").at(-1) ?? "";
    await page.context().close();
  }, 120_000);
  afterAll(() => service?.[Symbol.asyncDispose]());

  it.each([
    ["/", "All DAGs"],
    ["/runs", "grid"],
    ["/dags/grid", "Best cell, night by night"],
    ["/dags/grid?view=grid", "before.check_data"],
    ["/dags/grid?tab=definition", "Where values come from"],
    ["/dags/stepwise?tab=calendar", "2026"],
    ["/dags/grid?tab=draft", "can be run"],
    ["/dags/grid?launch=1", "known before"],
    ["/runs/RUN", "All cells"],
    ["/runs/RUN?tab=studies", "one draw in twenty is worse"],
    ["/runs/RUN?tab=tasks", "Run succeeded"],
    ["/runs/RUN?tab=tasks&view=graph", "after.tearsheet"],
    ["/runs/RUN?tab=files", "ranking.csv"],
    ["/runs/RUN?tab=messages", "low_sharpe"],
    ["/runs/RUN/sweeps/backtest?cell=3", "cells drawn"],
    ["/runs/RUN/sweeps/backtest/cells/3", "Drawdown"],
    ["/runs/RUN/sweeps/backtest/cells/3?tab=trades", "trades"],
    ["/runs/RUN/sweeps/backtest/cells/3?tab=neighbours", "differs in"],
    ["/compare?c=RUN:backtest:3,RUN:backtest:7", "Correlation of returns"],
    ["/data", "No prices were fetched yet"],
    ["/data/coingecko/NONE/1d", "There is no such series"],
    ["/admin", "slots"],
    ["/admin?tab=storage", "together"],
    ["/admin?tab=users", "New account"],
    ["/admin?tab=tokens", "New token"],
    ["/admin?tab=audit", "start"],
    ["/runs/20200101_000000_00000000", "There is no run"],
    ["/dags/nowhere", "nowhere"],
    ["/runs/RUN/sweeps/backtest/cells/99", "99"],
    ["/no/such/place", "none of ours"],
  ])("can be read by everybody, keeps to the policy, and says no error: %s", async (address, text) => {
    const { page, faults } = await service.open();
    await page.goto(service.url + address.replaceAll("RUN", run));
    await page.getByText(text).first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await violations(page, ["color-contrast"])).toEqual([]);
    await page.setViewportSize({ width: 360, height: 760 });
    await expect.poll(() => page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("has of a thousand DAGs only those in sight", async () => {
    await seedRuns(service.project.database.pool, { runs: DAGS, dags: DAGS });
    const { page } = await service.open();
    await page.goto(service.url);
    await page.locator(`[role=table][aria-rowcount="${DAGS + 5}"]`).waitFor();
    expect(await page.locator("[data-row]").count()).toBeLessThan(DAGS / 3);
    await page.context().close();
  });
});

/** @param rules all of WCAG 2.2 AA when not given */
async function violations(page: Page, rules?: string[]): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (rules === undefined ? axe.withTags(TAGS) : axe.withRules(rules)).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}
