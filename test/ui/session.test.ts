import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { problem } from "../../ui/dev/answers.ts";
import { RUN_IDS } from "../../ui/dev/fixtures/runs.ts";
import { describeBrowser, openPage } from "./support/browser.ts";
import { type Pages, servePages } from "./support/pages.ts";

const RUN = `/runs/${RUN_IDS.running}`;

describeBrowser("a page that is left open", { timeout: 60_000 }, () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await servePages();
  });
  afterAll(() => pages?.[Symbol.asyncDispose]());
  beforeEach(() => pages.server.instead.clear());

  it("asks who it is when the session has ended, and goes on where it was", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}${RUN}?tab=tasks&level=warn`);
    await page.getByText("61,440 of 99,000 cells").waitFor();
    const refused = problem(401, "UNAUTHENTICATED", "Nobody is signed in.");
    for (const path of ["/me", RUN]) pages.server.instead.set(path, refused);
    pages.server.tell("run", { run_id: RUN_IDS.running, dag: "crypto_momentum" });
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    pages.server.instead.clear();
    await page.getByLabel("Name").fill("ada");
    await page.getByLabel("Password").fill("copper lantern drifts 94");
    await page.keyboard.press("Enter");
    await page.getByText("61,440 of 99,000 cells").waitFor();
    expect(page.url()).toBe(`${pages.server.url}${RUN}?tab=tasks&level=warn`);
    expect(pages.server.changes.at(-1)).toMatchObject({ method: "POST", path: "/auth/login" });
    await page.context().close();
  });

  it("follows events by one stream, and by none while nobody sees it", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(pages.server.url + RUN);
    await expect.poll(() => pages.server.openStreams()).toBe(1);
    const see = (isHidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, "hidden", { value: ${isHidden}, configurable: true }); document.dispatchEvent(new Event("visibilitychange"))`,
      );
    await see(true);
    await expect.poll(() => pages.server.openStreams()).toBe(0);
    const asked = pages.server.asked.length;
    await see(false);
    await expect.poll(() => pages.server.openStreams()).toBe(1);
    await expect.poll(() => pages.server.asked.slice(asked)).toContain(`GET ${RUN}`);
    await page.context().close();
  });

  it("reads once for many events that come together", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(pages.server.url + RUN);
    await page.getByText("61,440 of 99,000 cells").waitFor();
    await expect.poll(() => pages.server.openStreams()).toBe(1);
    const asked = pages.server.asked.length;
    for (let event = 0; event < 200; event++)
      pages.server.tell("run", { run_id: RUN_IDS.running, dag: "crypto_momentum" });
    await expect.poll(() => pages.server.asked.slice(asked).filter((one) => one === `GET ${RUN}`).length).toBe(1);
    // Another event is heard after all of those: none of them is still to come.
    pages.server.tell("log", { run_id: RUN_IDS.running, dag: "crypto_momentum" });
    await expect.poll(() => pages.server.asked.slice(asked).some((one) => one.includes("/logs"))).toBe(true);
    expect(pages.server.asked.slice(asked).filter((one) => one === `GET ${RUN}`)).toHaveLength(1);
    await page.context().close();
  });

  it("opens a link in the place that it names, and goes back by the browser's own button", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(`${pages.server.url}/runs`);
    await page.getByLabel("State").selectOption("failed");
    await expect.poll(() => page.url()).toContain("state=failed");
    await page.getByRole("button", { name: "Earlier" }).click();
    await expect.poll(() => page.url()).toContain("cursor=50");
    // Another filter begins at the first page again: a cursor belongs to the filters that it was made with.
    await page.getByLabel("Started by").selectOption("manual");
    await expect.poll(() => page.url()).not.toContain("cursor");
    await page.goBack();
    await expect.poll(() => page.url()).toContain("cursor=50");
    await page.goBack();
    await page.goBack();
    expect(page.url()).toBe(`${pages.server.url}/runs`);
    await page.context().close();
  });
});
