import { existsSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { describe } from "vitest";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function findChromium(): string | null {
  const named = process.env["CHROMIUM"];
  if (named !== undefined) return named;
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) =>
    existsSync(file),
  );
  return found ?? null;
}

const CHROMIUM = findChromium();
if (CHROMIUM === null)
  console.warn(
    "SKIPPED: no Chromium was found, so the web UI is not tried in a browser. Install one, or name it in CHROMIUM.",
  );

export const hasBrowser = CHROMIUM !== null;
export const describeBrowser = describe.skipIf(!hasBrowser);

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? "", args: ARGUMENTS });
}

export interface PageChoice {
  readonly theme?: "light" | "dark";
  readonly width?: number;
}

/** A page that remembers what went wrong in it: thrown errors, and what the content security policy has blocked. */
export async function openPage(
  browser: Browser,
  { theme = "light", width = 1280 }: PageChoice = {},
): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 860 }, colorScheme: theme });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // A refused request is what some tests are about, and the browser says each.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      faults.push(message.text());
  });
  return { page, faults };
}
