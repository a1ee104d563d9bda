import type { Page } from "playwright-core";

/** Milliseconds from the navigation to the frame after what is there now. */
export function settled(page: Page): Promise<number> {
  return page.evaluate<number>(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))",
  );
}

/** The longest task of the page, milliseconds, while something is done; 0 when none took 50 ms. */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(`window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: "longtask" }); null`);
  await act();
  await settled(page);
  return page.evaluate<number>("Math.max(0, ...window.longTasks)");
}

/** Draws a brush over the histogram, there and back, as slowly as a hand does. */
export async function brush(page: Page): Promise<void> {
  const box = await page.getByRole("img", { name: /^Sharpe of/ }).boundingBox();
  if (box === null) throw new Error("There is no histogram to brush");
  const x = (share: number): number => box.x + box.width * share;
  await page.mouse.move(x(0.4), box.y + 20);
  await page.mouse.down();
  await page.mouse.move(x(0.95), box.y + 20, { steps: 40 });
  await page.mouse.move(x(0.6), box.y + 20, { steps: 40 });
  await page.mouse.up();
  await page.getByText(/cells within the limits$/).waitFor();
}
