import { afterAll, beforeAll, expect, it } from "vitest";
import { answered, problem } from "../../ui/dev/answers.ts";
import { sampleStorage } from "../../ui/dev/fixtures/administration.ts";
import { describeBrowser, openPage, type PageChoice } from "./support/browser.ts";
import { type Pages, servePages } from "./support/pages.ts";

describeBrowser("what takes the room", { timeout: 90_000 }, () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await servePages();
  });
  afterAll(() => pages?.[Symbol.asyncDispose]());

  async function open(choice: PageChoice = {}) {
    const { page, faults } = await openPage(pages.browser, choice);
    await page.goto(`${pages.server.url}/admin?tab=storage`);
    return { page, faults, dags: page.getByRole("region", { name: "By DAG" }) };
  }

  it("is told by DAG and kind, the DAG that takes most first, with what no run has any more", async () => {
    const { page, faults, dags } = await open();
    await dags.getByRole("link", { name: "nightly_sp500" }).waitFor();
    const rows = await dags.getByRole("row").all();
    const cells = await Promise.all(rows.slice(1).map((row) => row.getByRole("cell").allTextContents()));
    expect(cells).toEqual([
      ["nightly_sp500", "369 MB", "1.6 GB", "310 MB", "51.0 MB", "401 MB", "2.7 GB"],
      ["runs are gone", "", "", "", "", "87.0 MB", "87.0 MB"],
      ["fx_carry", "41.0 MB", "", "", "9.4 MB", "22.0 MB", "72.4 MB"],
    ]);
    await dags.getByRole("link", { name: "fx_carry" }).press("Enter");
    await page.waitForURL(/\/dags\/fx_carry$/);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("has on a telephone the name and the sum, without a page that is too wide", async () => {
    const { page, dags } = await open({ width: 360 });
    await dags.getByText("72.4 MB").waitFor();
    expect(await dags.getByText("41.0 MB").isVisible()).toBe(false);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  it("is looked for in the depot when somebody asks; a depot that does not answer is asked again", async () => {
    const { page, faults } = await open();
    const depot = page.getByRole("region", { name: "Depot" });
    await depot.getByText("Files of runs: 2.3 GB", { exact: true }).waitFor();
    expect(pages.server.asked).not.toContain("GET /storage?depot=true");
    pages.server.instead.set("/storage", problem(503, "DEPOT_UNREACHABLE", "The bucket does not answer."));
    await depot.getByRole("button", { name: "Look through it" }).press("Enter");
    await depot.getByText("The bucket does not answer.").waitFor();
    pages.server.instead.clear();
    await depot.getByRole("button", { name: "Look through it" }).press("Enter");
    await depot.getByText("Files of runs: 2.3 GB, 1,236 objects · frozen data: 96.0 MB, 31 objects").waitFor();
    expect(await depot.getByRole("alert").count()).toBe(0);
    expect(pages.server.asked.filter((asked) => asked === "GET /storage?depot=true")).toHaveLength(2);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("is nothing where no run has left anything", async () => {
    pages.server.instead.set("/storage", answered({ ...sampleStorage(), dags: [], depot: null }));
    const { page, dags } = await open();
    await dags.getByText("No run has left anything yet.").waitFor();
    expect(await page.getByRole("region", { name: "Depot" }).count()).toBe(0);
    pages.server.instead.clear();
    await page.context().close();
  });
});
