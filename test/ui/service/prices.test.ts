import { afterAll, beforeAll, expect, it } from "vitest";
import { type CoingeckoServer, startCoingecko } from "../../support/sources/coingecko-server.ts";
import { describeBrowser } from "../support/browser.ts";
import { openService, type Service } from "./support/service.ts";

const DAY = 86_400_000;
const FROM = new Date(Math.floor(Date.now() / DAY) * DAY - 250 * DAY).toISOString().slice(0, 10);

describeBrowser("somebody who wants prices", { timeout: 120_000 }, () => {
  let source: CoingeckoServer;
  let service: Service;
  beforeAll(async () => {
    source = await startCoingecko();
    service = await openService();
    const env = { COINGECKO_BASE_URL: source.url, COINGECKO_CALLS_PER_MINUTE: "6000" };
    const { page } = await service.signIn(await service.start(env));
    await page.context().close();
  }, 120_000);
  afterAll(async () => {
    await service?.[Symbol.asyncDispose]();
    await source?.[Symbol.asyncDispose]();
  });

  it("fetches them by a form, sees how far that is, and then their picture, without reading the page anew", async () => {
    const { page, faults } = await service.open();
    await page.goto(`${service.url}/data`);
    const form = page.getByRole("form", { name: "Fetch an instrument" });
    await form.getByLabel("Source", { exact: true }).selectOption("coingecko");
    await form.getByLabel("What the source calls it").fill("bitcoin");
    await form.getByLabel("Symbol in DAG files").fill("BTC");
    await form.locator("input[type=date]").fill(FROM);
    const first = source.hold();
    const arrived = first.arrived();
    await form.getByRole("button", { name: "Fetch" }).click();
    await arrived;
    await page.getByText("running", { exact: true }).waitFor();
    first.go();
    await page.getByText("250 new bars").waitFor();
    await page.getByRole("img", { name: /^BTC: bars of \d+ months$/ }).waitFor();

    await page.getByRole("link", { name: /^BTC/ }).click();
    await page.locator(".chart canvas").first().waitFor();
    await page.getByRole("heading", { name: "BTC 1d" }).waitFor();
    await page.getByRole("button", { name: "Update" }).click();
    await page.getByText("0 new bars").waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("sees what the source said when it has nothing of that name", async () => {
    const { page } = await service.open();
    await page.goto(`${service.url}/data`);
    const form = page.getByRole("form", { name: "Fetch an instrument" });
    await form.getByLabel("Source", { exact: true }).selectOption("coingecko");
    await form.getByLabel("What the source calls it").fill("bitcion");
    await form.getByLabel("Symbol in DAG files").fill("X");
    await form.getByRole("button", { name: "Fetch" }).click();
    await page.getByText('coingecko has no "bitcion"').waitFor();
    await page.context().close();
  });
});
