import { expect } from "vitest";
import { launchBrowser, openPage } from "../../ui/support/browser.ts";

/** The group of a pattern that a process has said. */
export function heard(output: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    output.on("data", (part: string) => {
      text += part;
      const [, found] = pattern.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
    output.on("end", () => reject(new Error(`It ended and had said: ${text}`)));
  });
}

/** Goes from Home to a sweep below a path, from an address in the middle too: every file and answer is found. */
export async function lookAround(root: string, headers: Record<string, string>): Promise<void> {
  await using browser = await launchBrowser();
  const { page, faults } = await openPage(browser);
  await page.setExtraHTTPHeaders(headers);
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(root);
  await page.getByRole("link", { name: "my_first_grid" }).first().click();
  await page.locator("a[href*='/runs/']").first().click();
  await page.getByRole("heading", { name: /^my_first_grid/ }).waitFor();
  await page.reload();
  await page.locator("a[href*='/sweeps/']").first().click();
  await page.waitForURL(/\/nightgrid\/runs\/[^/]+\/sweeps\/backtest/);
  await page.locator("h1").waitFor();
  expect(faults).toEqual([]);
}
