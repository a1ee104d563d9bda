import { afterAll, beforeAll, expect, it } from "vitest";
import { RUN_IDS } from "../../ui/dev/fixtures/runs.ts";
import { describeBrowser, openPage } from "./support/browser.ts";
import { type Pages, servePages } from "./support/pages.ts";

const MILLION = `/runs/${RUN_IDS.succeeded}/sweeps/million`;

describeBrowser("a sweep of 1,000,000 cells", { timeout: 90_000 }, () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await servePages();
  });
  afterAll(() => pages?.[Symbol.asyncDispose]());

  it("shows all of its cells, and says of how many each picture is", async () => {
    const { page, faults } = await openPage(pages.browser);
    await page.goto(pages.server.url + MILLION);
    // 64 sixty-fourths of the grid; the rest has no Sharpe, and is counted, too.
    const drawn = await page.getByText(/cells drawn/).textContent();
    const [counted = 0, without = 0] = [...(drawn ?? "").matchAll(/\d[\d,]*(?= )/g)].map(([text]) =>
      Number(text.replaceAll(",", "")),
    );
    expect(counted + without).toBe(1_000_000);
    expect(await page.getByText(`${counted.toLocaleString("en-US")} cells, `).textContent()).toContain(
      `${without.toLocaleString("en-US")} without a value`,
    );
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("leaves in every picture what was brushed in one, in the address, and back again", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(pages.server.url + MILLION);
    await page.getByText(/cells drawn/).waitFor();
    const bars = page.getByRole("img", { name: /^Sharpe of/ });
    const box = await bars.boundingBox();
    if (box === null) throw new Error("The histogram has no box");
    await page.mouse.move(box.x + box.width * 0.8, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.95, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toContain("brush.sharpe=");
    await page.getByText(/^First 100 of [\d,]+ cells within the limits$/).waitFor();
    const address = page.url();
    await page.reload();
    await page.getByText(/^First 100 of [\d,]+ cells within the limits$/).waitFor();
    expect(page.url()).toBe(address);
    await page.getByRole("button", { name: "All cells again" }).click();
    await page.getByText("First 100 of 1,000,000 cells").waitFor();
    await page.context().close();
  });

  it("lets a field be found and its cell be chosen by keyboard", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(pages.server.url + MILLION);
    const map = page.getByRole("application");
    await map.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowUp");
    await page.getByText("of 100 cells").waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toMatch(/cell=\d+/);
    await page.getByRole("region", { name: /^Cell \d+$/ }).waitFor();
    await page.context().close();
  });

  it("compares the cells that were picked", async () => {
    const { page } = await openPage(pages.browser);
    await page.goto(pages.server.url + MILLION);
    const boxes = page.getByRole("checkbox", { name: /^Pick cell/ });
    await boxes.nth(0).check();
    await boxes.nth(2).check();
    await page.getByRole("link", { name: "Compare 2 picked" }).click();
    await page.getByText("Correlation of returns").waitFor();
    await page.context().close();
  });
});
