import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { sayInLog } from "../../ui/dev/fixtures/logs.ts";
import { RUN_IDS } from "../../ui/dev/fixtures/runs.ts";
import { describeBrowser, openPage } from "./support/browser.ts";
import { type Pages, servePages } from "./support/pages.ts";

const { failed, running } = RUN_IDS;

/** Of the lines of the log, in the page. */
const BOX = "document.querySelector('.lines')";

describeBrowser("a run", { timeout: 60_000 }, () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await servePages();
  });
  afterAll(() => pages?.[Symbol.asyncDispose]());
  beforeEach(() => pages.server.instead.clear());

  it.each([1280, 360])(
    "that failed is found, understood and retried by keyboard alone, %s pixels wide",
    async (width) => {
      const { page } = await openPage(pages.browser, { width });
      await page.goto(pages.server.url);
      await page.getByRole("table", { name: "DAGs" }).waitFor();
      // The first row is the broken file, the second the DAG whose last run failed.
      await page.keyboard.press("j");
      await page.locator("[data-row='0'] a:focus").waitFor();
      await page.keyboard.press("j");
      await page.locator("[data-row='1'] a:focus").waitFor();
      await page.keyboard.press("Enter");
      await page.locator("h1:focus", { hasText: "fx_carry" }).waitFor();

      await page.goto(`${pages.server.url}/runs?state=failed`);
      await page.getByRole("table", { name: "Runs" }).waitFor();
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.locator("[data-row='1'] a:focus").waitFor();
      await page.keyboard.press("Enter");
      await page.locator("h1:focus", { hasText: "fx_carry" }).waitFor();
      await page.getByText("KeyError: 'EURUSD'").last().waitFor();

      await page.keyboard.press("/");
      await page.keyboard.type("keyerror");
      await page.locator(".log-line").first().waitFor();
      await expect.poll(() => page.locator(".log-line").count()).toBe(1);
      await page.keyboard.press("Escape");

      const before = pages.server.changes.length;
      await page.locator("h1").focus();
      await expect
        .poll(async () => {
          await page.keyboard.press("Tab");
          return page.locator(":focus").textContent();
        })
        .toBe("Retry");
      await page.keyboard.press("Enter");
      await expect
        .poll(() => pages.server.changes.slice(before))
        .toMatchObject([{ method: "POST", path: `/runs/${failed}/retry` }]);
      await page.context().close();
    },
  );

  it("is followed to its end, and not taken from a reader who has scrolled away", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/runs/${running}`);
    await page.getByText("Following").waitFor();
    await expect.poll(() => pages.server.openStreams()).toBe(1);

    sayInLog(running, "first news");
    pages.server.tell("log", { run_id: running, dag: "crypto_momentum" });
    await page.getByText("first news").waitFor();
    const below = () => page.evaluate(`${BOX}.scrollHeight - ${BOX}.scrollTop - ${BOX}.clientHeight`);
    await expect.poll(below).toBeLessThan(8);

    await page.evaluate(`${BOX}.scrollTop = ${BOX}.scrollHeight / 2`);
    await page.getByText("Not following").waitFor();
    const place = await page.evaluate(`${BOX}.scrollTop`);
    sayInLog(running, "second news");
    pages.server.tell("log", { run_id: running, dag: "crypto_momentum" });
    await page.getByText("second news").waitFor({ state: "attached" });
    expect(await page.evaluate(`${BOX}.scrollTop`)).toBe(place);

    const top = page.locator(".log-line").first();
    const first = await top.getAttribute("id");
    await page.evaluate(`${BOX}.scrollTop = 100`);
    await expect.poll(() => top.getAttribute("id")).not.toBe(first);
    // The line that was on top of the box is still in it, though 500 have come before it.
    expect(Number(await page.evaluate(`${BOX}.scrollTop`))).toBeGreaterThan(5000);

    await page.getByRole("button", { name: "End" }).click();
    await page.getByText("Following").waitFor();
    await page.context().close();
  });

  it("can be linked to by a line of its log", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/runs/${running}#L2500`);
    await page.locator("#L2500.chosen").waitFor();
    expect(await page.locator("#L2500").isVisible()).toBe(true);
    await page.locator("#L2503 a").click();
    await page.locator("#L2503.chosen").waitFor();
    expect(page.url()).toMatch(/#L2503$/);
    await page.context().close();
  });

  it("keeps what it shows while the server is away, says how old it is, and reads again when it is back", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/runs/${running}`);
    await page.getByText("61,440 of 99,000 cells").waitFor();
    pages.server.instead.set("*", null);
    pages.server.tell("run", { run_id: running, dag: "crypto_momentum" });
    await page.getByText("Not connected. What you see is from").waitFor();
    expect(await page.getByText("61,440 of 99,000 cells").isVisible()).toBe(true);
    expect(await page.getByRole("button", { name: "Cancel" }).isDisabled()).toBe(true);

    pages.server.instead.clear();
    await expect.poll(() => page.getByText("Not connected").count(), { timeout: 20_000 }).toBe(0);
    expect(await page.getByRole("button", { name: "Cancel" }).isEnabled()).toBe(true);
    await page.context().close();
  });
});
