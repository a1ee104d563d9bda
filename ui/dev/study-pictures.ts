// Takes pictures of studies for docs/ from runs of a real service, small ones, as WebP:
//   npm run build:ui; nightgrid run sensitivity; nightgrid run price_noise; nightgrid up
//   CHROMIUM=/usr/bin/chromium npx node ui/dev/study-pictures.ts <the address that lets in once> docs/images
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";
import type { RunPage } from "../src/api/shapes.ts";

const PICTURES: readonly (readonly [name: string, dag: string, region: string, view: string])[] = [
  ["sensitivity", "sensitivity", "Worse execution of backtest", "&figure.backtest=total_return"],
  ["price-noise", "price_noise", "Other histories of backtest", ""],
];
const QUALITY = 85;

const [link = "", folder = "."] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
const context = await browser.newContext({ viewport: { width: 1060, height: 2400 }, colorScheme: "light" });
const page = await context.newPage();
const devtools = await context.newCDPSession(page);
await page.goto(link);
await page.getByRole("heading", { name: "DAGs", exact: true }).waitFor();
for (const [name, dag, region, view] of PICTURES) {
  const answer = await context.request.get(new URL(`/api/v1/runs?dag=${dag}&state=succeeded&limit=1`, link).href);
  const { items }: RunPage = await answer.json();
  const run = items[0]?.run_id;
  if (run === undefined) throw new Error(`No run of ${dag} has succeeded: nightgrid run ${dag}`);
  await page.goto(new URL(`/runs/${run}?tab=studies${view}`, link).href);
  const card = page.getByRole("region", { name: region });
  await card.getByRole("img").first().waitFor();
  const clip = { ...((await card.boundingBox()) ?? { x: 0, y: 0, width: 1, height: 1 }), scale: 1 };
  const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality: QUALITY, clip });
  await writeFile(path.join(folder, `${name}.webp`), Buffer.from(data, "base64"));
}
await browser.close();
