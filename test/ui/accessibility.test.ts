import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { emptyOverview, problem } from "../../ui/dev/answers.ts";
import { type FixtureServer, startFixtureServer } from "../../ui/dev/fixture-server.ts";
import { RUN_IDS } from "../../ui/dev/fixtures/runs.ts";
import { describeBrowser, launchBrowser, openPage } from "./support/browser.ts";
import { buildUi } from "./support/built-ui.ts";

const { succeeded, failed, running } = RUN_IDS;
const SWEEP = `/runs/${succeeded}/sweeps/backtest`;
const DAG = "/dags/nightly_sp500_sma";

/** Every screen, and every tab of it; after each the text that is there when it is complete. */
const SCREENS: readonly (readonly [address: string, last: string])[] = [
  ["/", "All DAGs"],
  ["/runs", "1,000+ runs"],
  [DAG, "Best cell, night by night"],
  [`${DAG}?view=grid`, "before.check_data"],
  [`${DAG}?tab=definition`, "Where values come from"],
  [`${DAG}?tab=calendar`, "missed"],
  [`${DAG}?tab=draft`, "can be run"],
  [`${DAG}?tab=backfills`, "3 failed"],
  [`${DAG}?tab=backfills&fill=1&fill_from=2026-01-05&fill_to=2026-01-23`, "14 slots to run"],
  [`${DAG}?launch=1`, "to compute"],
  [`/runs/${failed}`, "KeyError: 'EURUSD'"],
  [`/runs/${running}?view=graph`, "after.tearsheet"],
  [`/runs/${succeeded}`, "deflated Sharpe"],
  [`/runs/${succeeded}?tab=files`, "ranking.csv"],
  [`/runs/${succeeded}?tab=messages`, "low_sharpe"],
  [`/runs/${succeeded}?tab=studies`, "fills 9000 bars later"],
  [`${SWEEP}?cell=1873&brush.sharpe=0.2..`, "cells drawn"],
  [`${SWEEP}/cells/2295`, "Drawdown"],
  [`${SWEEP}/cells/2295?tab=trades`, "84 trades"],
  [`${SWEEP}/cells/2295?tab=neighbours`, "differs in"],
  [`/compare?c=${succeeded}:backtest:2295,${succeeded}:backtest:2439`, "Correlation of returns"],
  ["/data", "Fetch an instrument"],
  ["/data/coingecko/ETH/1d", "Gaps and oddities"],
  ["/admin", "pool:gpu"],
  ["/admin?tab=storage", "snapshots"],
  ["/admin?tab=users", "New account"],
  ["/admin?tab=tokens", "grafana"],
  ["/admin?tab=audit", "token create"],
];

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

describeBrowser("every screen", () => {
  let built: Awaited<ReturnType<typeof buildUi>>;
  let server: FixtureServer;
  let browser: Browser;
  beforeAll(async () => {
    built = await buildUi();
    server = await startFixtureServer(built.folder);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await built?.[Symbol.asyncDispose]();
  });

  /** @param rules those that what has changed can break; all of WCAG 2.2 AA when not given */
  async function violations(page: Page, rules?: string[]): Promise<readonly string[]> {
    const axe = new AxeBuilder({ page });
    const { violations: found } = await (rules === undefined ? axe.withTags(TAGS) : axe.withRules(rules)).analyze();
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
  }

  it.each(SCREENS)(
    "can be read by everybody, in light and dark, and on a telephone: %s",
    { timeout: 90_000 },
    async (address, last) => {
      const { page, faults } = await openPage(browser);
      await page.goto(server.url + address);
      await page.getByText(last).first().waitFor();
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await violations(page, ["color-contrast"])).toEqual([]);
      await page.setViewportSize({ width: 360, height: 760 });
      expect(await violations(page, ["target-size", "color-contrast", "scrollable-region-focusable"])).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  it.each([
    ["without anything", "/overview", emptyOverview(), "No DAG has been taken up yet"],
    [
      "when the answer is an error",
      "/overview",
      problem(503, "DB_UNREACHABLE", "The database does not answer.", "It is asked again."),
      "The database does not answer.",
    ],
    [
      "when it is forbidden",
      "/overview",
      problem(403, "FORBIDDEN", "This token is limited to certain DAGs."),
      "You may not see this",
    ],
    [
      "when it is no longer kept",
      "/overview",
      problem(410, "RUN_NOT_FOUND", "It was removed after 90 days."),
      "No longer kept",
    ],
    ["when nobody is signed in", "*", problem(401, "UNAUTHENTICATED", "Nobody is signed in."), "Sign in"],
  ] as const)("says what to do, %s", { timeout: 60_000 }, async (_, path, answer, text) => {
    server.instead.set(path === "*" ? "/me" : path, answer);
    const { page } = await openPage(browser);
    await page.goto(server.url);
    await page.getByText(text).first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await violations(page, ["color-contrast"])).toEqual([]);
    await page.context().close();
    server.instead.clear();
  });
});
