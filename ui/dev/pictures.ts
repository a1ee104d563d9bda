// Takes pictures of docs/ from sample data:
//   npm run build:ui && CHROMIUM=/usr/bin/chromium npx node ui/dev/pictures.ts docs/images
import path from "node:path";
import { chromium } from "playwright-core";
import { startFixtureServer } from "./fixture-server.ts";
import { RUN_IDS } from "./fixtures/runs.ts";

const SWEEP = `/runs/${RUN_IDS.succeeded}/sweeps/million`;

const PICTURES: readonly (readonly [
  name: string,
  address: string,
  theme: "light" | "dark",
  width: number,
  height: number,
])[] = [
  ["ui-home", "/", "light", 1200, 760],
  ["ui-run", `/runs/${RUN_IDS.failed}?level=warn`, "dark", 1200, 760],
  ["ui-sweep", `${SWEEP}?brush.sharpe=0.3..&cell=277250`, "light", 1200, 1130],
  ["ui-data", "/data", "light", 1200, 760],
  ["ui-search", `/runs/${RUN_IDS.succeeded}/sweeps/searched`, "light", 1200, 1480],
  ["ui-studies", `/runs/${RUN_IDS.succeeded}?tab=studies`, "light", 1200, 1180],
  ["ui-phone", `/runs/${RUN_IDS.failed}`, "light", 360, 700],
];

const folder = process.argv[2] ?? ".";
await using server = await startFixtureServer(path.resolve(import.meta.dirname, "../../dist/ui"));
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
for (const [name, address, colorScheme, width, height] of PICTURES) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(server.url + address, { waitUntil: "networkidle" });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
await browser.close();
