import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { problem } from "../../ui/dev/answers.ts";
import { RUN_IDS } from "../../ui/dev/fixtures/runs.ts";
import { describeBrowser, openPage } from "./support/browser.ts";
import { type Pages, servePages } from "./support/pages.ts";

const DAG = "nightly_sp500_sma";

describeBrowser("a start", { timeout: 60_000 }, () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await servePages();
  });
  afterAll(() => pages?.[Symbol.asyncDispose]());
  beforeEach(() => pages.server.instead.clear());

  function started() {
    return pages.server.changes.filter(({ path }) => path === `/dags/${DAG}/runs`);
  }

  it("shows its plan before the button can be pressed, and sends what the form says now", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/dags/${DAG}`);
    await page.getByText("Best cell, night by night").waitFor();
    await page.keyboard.press("r");
    const run = page.getByRole("dialog").getByRole("button", { name: "Run", exact: true });
    await page.getByText("971 to compute").waitFor();
    await page.getByLabel("fast").fill("20");
    await page.getByText("17 to compute").waitFor();
    await run.click();
    await expect.poll(() => page.url()).toBe(`${pages.server.url}/runs/${RUN_IDS.running}`);
    expect(JSON.parse(started().at(-1)?.body ?? "")).toEqual({ params: { fast: 20 } });
    await page.context().close();
  });

  it("keeps its form over a reload and a server that starts again, and a lost answer starts nothing twice", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/dags/${DAG}?launch=1`);
    await page.getByLabel("slow").fill("80");
    await page.getByLabel("symbols").fill("SPX, NDX");
    await page.reload();
    expect(await page.getByLabel("slow").inputValue()).toBe("80");

    const run = page.getByRole("dialog").getByRole("button", { name: "Run", exact: true });
    await expect.poll(() => run.isEnabled()).toBe(true);
    const keys: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/runs") && request.method() === "POST")
        keys.push(request.headers()["idempotency-key"] ?? "");
    });
    pages.server.instead.set(`POST /dags/${DAG}/runs`, null);
    await run.click();
    await page.getByText("The server did not answer.").waitFor();
    expect(await page.getByLabel("symbols").inputValue()).toBe("SPX, NDX");
    pages.server.instead.clear();
    await expect.poll(() => run.isEnabled(), { timeout: 20_000 }).toBe(true);
    await run.click();
    await expect.poll(() => page.url()).toBe(`${pages.server.url}/runs/${RUN_IDS.running}`);
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
    await page.context().close();
  });

  it("cannot be pressed while the plan is refused, and says why", async () => {
    pages.server.instead.set(
      `/dags/${DAG}/plan`,
      problem(422, "PARAM_UNKNOWN", "There is no parameter “fst”.", "Did you mean “fast”?"),
    );
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/dags/${DAG}?launch=1`);
    await page.getByText("Did you mean “fast”?").waitFor();
    expect(await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    await page.context().close();
  });

  it("is not offered to a viewer", async () => {
    pages.server.instead.set("/me", {
      status: 200,
      type: "application/json",
      content: JSON.stringify({ kind: "user", name: "v", role: "viewer", dags: null }),
    });
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/dags/${DAG}`);
    await page.getByText("Best cell, night by night").waitFor();
    expect(await page.getByRole("button", { name: "Run…" }).isDisabled()).toBe(true);
    await page.context().close();
  });
});
