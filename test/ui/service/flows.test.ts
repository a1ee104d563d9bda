import { rm } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeBrowser } from "../support/browser.ts";
import { type StepOn, writeDags } from "./support/dags.ts";
import { openService, type Service } from "./support/service.ts";

/** Of a page: which run it shows. */
const RUN = /\/runs\/([\w]+)$/;

describeBrowser("somebody who does not program", { timeout: 120_000 }, () => {
  let service: Service;
  let stepOn: StepOn;
  beforeAll(async () => {
    service = await openService();
    stepOn = writeDags(service.project);
  }, 120_000);
  afterAll(() => service?.[Symbol.asyncDispose]());

  async function startRun(page: Page, dag: string): Promise<string> {
    await page.goto(`${service.url}/dags/${dag}?launch=1`);
    const run = page.getByRole("dialog").getByRole("button", { name: "Run", exact: true });
    await expect.poll(() => run.isEnabled(), { timeout: 20_000 }).toBe(true);
    await run.click();
    await page.waitForURL(RUN);
    return RUN.exec(page.url())?.[1] ?? "";
  }

  it("gets from the link that was printed to the best cell's equity, reading nothing, in five clicks", async () => {
    const link = await service.start();
    const { page, faults } = await service.signIn(link);
    let clicks = 0;
    const click = async (locator: ReturnType<Page["locator"]>) => {
      await locator.click();
      clicks++;
    };
    await click(page.getByRole("table", { name: "DAGs" }).getByRole("link", { name: "grid", exact: true }));
    await click(page.getByRole("button", { name: "Run…" }));
    await page.getByText("16 to compute").waitFor();
    await click(page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }));
    await page.waitForURL(RUN);
    await stateOf(page, "succeeded");
    await click(page.getByRole("tab", { name: "Best cells" }));
    await click(
      page
        .getByRole("table", { name: /^Best cells/ })
        .getByRole("link")
        .first(),
    );
    await page.locator(".chart canvas").first().waitFor();
    expect(clicks).toBe(5);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("sees a run get on by itself, cell after cell and line after line", async () => {
    const { page, faults } = await service.open();
    const run = await startRun(page, "stepwise");
    const loads: string[] = [];
    page.on("load", () => loads.push(page.url()));
    await page.getByText("0 of 4 cells").waitFor();
    await stepOn(1);
    await page.getByText("1 of 4 cells").waitFor();
    for (const step of [2, 3, 4]) await stepOn(step);
    await stateOf(page, "succeeded");
    await page.getByText("Run succeeded").waitFor();
    expect(page.url()).toContain(run);
    expect(loads).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.each([1280, 360])(
    "finds, understands and retries what failed by keyboard alone, %s pixels wide",
    async (width) => {
      const { page, faults } = await service.open({ width });
      await rm(path.join(service.project.home, "mended"), { force: true });
      await startRun(page, "failing");
      await stateOf(page, "failed");
      await page.goto(service.url);
      await page.getByRole("table", { name: "DAGs" }).waitFor();

      await page.keyboard.press("g");
      await page.keyboard.press("r");
      await page.waitForURL(/\/runs$/);
      await page.getByRole("table", { name: "Runs" }).waitFor();
      await page.keyboard.press("j");
      await page.locator("[data-row='0'] a:focus").waitFor();
      await page.keyboard.press("Enter");
      await page.locator("h1:focus", { hasText: "failing" }).waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("keyerror");
      await page.locator(".log-line", { hasText: "KeyError: 'EURUSD'" }).first().waitFor();
      await page.keyboard.press("Escape");

      service.project.write("mended", "");
      await page.locator("h1").focus();
      await tabTo(page, "Retry");
      await page.keyboard.press("Enter");
      await stateOf(page, "succeeded");
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  it("cancels a run, and then finds it cancelled, with nothing of it left at work", async () => {
    const { page, faults } = await service.open();
    await startRun(page, "stepwise");
    await page.getByText("0 of 4 cells").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await stateOf(page, "cancelled");
    expect(await page.getByRole("button", { name: "Cancel" }).count()).toBe(0);
    await page.getByRole("button", { name: "Retry" }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("runs the same again, and changed, from the run itself", async () => {
    const { page, faults } = await service.open();
    await page.goto(`${service.url}/dags/grid?launch=1&param.fast=3`);
    const dialog = page.getByRole("dialog");
    await page.getByText(/: 4 cells/).waitFor();
    await dialog.getByRole("button", { name: "Run", exact: true }).click();
    await page.waitForURL(RUN);
    await stateOf(page, "succeeded");
    const first = page.url();

    await page.getByRole("button", { name: /^More/ }).click();
    await page.getByRole("menuitem", { name: "The same again, as it was then" }).click();
    await expect.poll(() => page.url()).not.toBe(first);
    await page.waitForURL(RUN);
    await stateOf(page, "succeeded");
    const again = page.url();

    await page.getByRole("button", { name: /^More/ }).click();
    await page.getByRole("menuitem", { name: "Change and run…" }).click();
    await dialog.waitFor();
    expect(await page.getByLabel("fast").inputValue()).toBe("3");
    await page.getByLabel("fast").fill("4");
    await page.getByText("4 known before").waitFor();
    await dialog.getByRole("button", { name: "Run", exact: true }).click();
    await page.waitForURL(RUN);
    expect(page.url()).not.toBe(again);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("compares the best cells of a run: figures, curves, what differs", async () => {
    const { page, faults } = await service.open();
    await startRun(page, "grid");
    await stateOf(page, "succeeded");
    await page.getByRole("tab", { name: "Best cells" }).click();
    await page.getByRole("link", { name: "Compare these" }).click();
    await page.getByText("Correlation of returns").waitFor();
    await page.locator(".chart canvas").first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("loses nothing when the server starts again under an open page: what is shown, a form, a session", async () => {
    const { page } = await service.open();
    const { page: watching } = await service.open();
    const run = await startRun(watching, "stepwise");
    await watching.getByText("0 of 4 cells").waitFor();
    await page.goto(`${service.url}/dags/grid?launch=1`);
    await page.getByLabel("fast").fill("6");
    await page.getByLabel("priority").selectOption("high");
    await page.getByText(/: 4 cells/).waitFor();

    await service.stop("SIGKILL");
    await watching.getByText("Not connected. What you see is from").waitFor();
    expect(await watching.getByText("0 of 4 cells").isVisible()).toBe(true);
    await page.getByLabel("slow").fill("8");
    await service.start();
    await expect.poll(() => watching.getByText("Not connected").count(), { timeout: 30_000 }).toBe(0);
    for (const step of [1, 2, 3, 4]) await stepOn(step);
    await stateOf(watching, "succeeded");
    expect(watching.url()).toContain(run);

    expect(await page.getByLabel("fast").inputValue()).toBe("6");
    expect(await page.getByLabel("priority").inputValue()).toBe("high");
    await page.getByText(/: 1 cell,/).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click();
    await page.waitForURL(RUN);
    await stateOf(page, "succeeded");
    await page.context().close();
    await watching.context().close();
  });
});

/** Waits until the run that is shown is in this state. */
function stateOf(page: Page, state: string): Promise<void> {
  return page.locator(".page-head .state", { hasText: state }).waitFor();
}

/** Presses Tab until the focus is on what is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  await expect
    .poll(async () => {
      await page.keyboard.press("Tab");
      return page.locator(":focus").textContent();
    })
    .toBe(name);
}
