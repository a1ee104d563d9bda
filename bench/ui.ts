/**
 * The web UI in a real Chromium, served by the real `nightgrid up` beside 100,000 runs of 1,050 DAGs and a sweep of a million cells:
 * when screens are painted, the longest task while somebody brushes, memory, sizes, and how soon a commit is seen.
 *
 *     npm run build:ui && node bench/ui.ts [SIDE]      SIDE × SIDE cells, 1,000 by default
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { launchBrowser, openPage } from "../test/ui/support/browser.ts";
import { seedRuns } from "../test/support/service/seeded-runs.ts";
import { numberArgument } from "./support/arguments.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, summarize } from "./support/measure.ts";
import { seedSweep } from "./support/service/seed-sweep.ts";
import { startService } from "./support/service/start-service.ts";
import { brush, longestTask, settled } from "./support/service/in-page.ts";

const SIDE = numberArgument(0, 1000);
const RUNS = 100_000;
const VISITS = 5;
const EVENTS = 40;
const MEGABYTE = 1e6;
const UI = path.join(import.meta.dirname, "../dist/ui");

console.log(describeMachine());
sizes();
await using bench = await openBenchDatabase();
const { database } = bench;
await seedRuns(database, { runs: RUNS, dags: 1050 });
const million = await seedSweep(database, SIDE);
await database.query("vacuum analyze");

await using service = await startService(bench);
reportFigure({
  work: "nightgrid up, until it answers, its database warm",
  time: summarize(service.startsMs),
  aim: { text: "< 1 s", isReached: summarize(service.startsMs).medianMs < 1000 },
});

const browser = await launchBrowser();
const { page } = await openPage(browser, { width: 1440 });
await page.goto(service.link);
await page.getByText("All DAGs").waitFor();

const [one] = (
  await database.query<{ id: string }>("select id from run where dag_id = 'dag_7' order by id desc limit 1")
).rows;
await painted("Home, 1,050 DAGs", "/", "All DAGs");
await painted("Runs, the first 50 of 100,000", "/runs", "1,000+ runs");
await painted("Run", `/runs/${one?.id ?? ""}`, "Tasks");
await painted("Run of the sweep", `/runs/${million}`, "Tasks");
await sweep();
await commitToBrowser();
await browser.close();

/** From the navigation to the frame that shows the text; the files of the pages lie in the browser's cache, the data do not. */
async function painted(work: string, address: string, text: string): Promise<void> {
  const times: number[] = [];
  for (let visit = 0; visit < VISITS; visit++) {
    await page.goto("about:blank");
    await page.goto(service.url + address, { waitUntil: "commit" });
    await page.getByText(text).first().waitFor();
    times.push(await settled(page));
  }
  const time = summarize(times);
  reportFigure({ work, time, aim: { text: "< 1 s", isReached: time.medianMs < 1000 } });
}

async function sweep(): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`${service.url}/runs/${million}/sweeps/backtest`, { waitUntil: "commit" });
  await page.getByText(/cells drawn/).waitFor();
  const drawnAt = await settled(page);
  const read = await page.evaluate<number>(
    `Math.max(...performance.getEntriesByType("resource").filter(({ name }) => /columns|sweeps/.test(name)).map((one) => one.responseEnd))`,
  );
  reportFigure({ work: "Sweep, until all of it is drawn", time: summarize([drawnAt]) });
  const after = Math.max(0, drawnAt - read);
  reportFigure({
    work: "its pictures after their data",
    time: summarize([after]),
    aim: { text: "< 1 s", isReached: after < 1000 },
  });
  const longest = await longestTask(page, () => brush(page));
  reportFigure({
    work: "the longest task while brushing",
    amount: `${longest.toFixed(0)} ms`,
    aim: { text: "≤ 200 ms", isReached: longest <= 200 },
  });
  const bytes = await memoryOf(page);
  reportFigure({
    work: "memory of the page with a million cells, its worker included",
    amount: `${(bytes / MEGABYTE).toFixed(0)} MB`,
    aim: { text: "< 300 MB", isReached: bytes < 300 * MEGABYTE },
  });
}

/** Bytes of scripts, of buffers and of what they hold, after a collection of garbage. */
async function memoryOf(from: Page): Promise<number> {
  const session = await from.context().newCDPSession(from);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = (await session.send(
    "Runtime.getHeapUsage",
  )) as Readonly<Record<string, number>>;
  return (usedSize ?? 0) + (embedderHeapUsedSize ?? 0) + (backingStorageSize ?? 0);
}

/** From the commit of what a worker would write to the event in a page. */
async function commitToBrowser(): Promise<void> {
  await page.goto(service.url);
  await page.getByText("All DAGs").waitFor();
  await page.evaluate(`new Promise((resolve) => {
    window.seen = []; window.events = new EventSource("/api/v1/events");
    window.events.addEventListener("run", () => window.seen.push(Date.now()));
    window.events.addEventListener("open", () => resolve(null));
  })`);
  const times: number[] = [];
  for (let event = 0; event < EVENTS; event++) {
    await database.query("select pg_notify('nightgrid_run', $1)", [million]);
    const sentAt = Date.now();
    const seenAt = await page.evaluate<number>(
      `new Promise((resolve) => { const look = () => window.seen.length > ${event} ? resolve(window.seen[${event}]) : setTimeout(look, 1); look(); })`,
    );
    times.push(Math.max(0, seenAt - sentAt));
  }
  const p95 = times.toSorted((a, b) => a - b)[Math.ceil(0.95 * EVENTS) - 1] ?? Number.NaN;
  reportFigure({
    work: "an event, from its commit to the browser",
    time: summarize(times),
    amount: `p95 ${p95} ms`,
    aim: { text: "p95 < 200 ms", isReached: p95 < 200 },
  });
}

function sizes(): void {
  const sizeOf = (name: string): number => gzipSync(readFileSync(path.join(UI, name)), { level: 9 }).length;
  const index = readFileSync(path.join(UI, "index.html"), "utf8");
  const first = [...index.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].reduce(
    (sum, [, name = ""]) => sum + sizeOf(name),
    0,
  );
  const largest = Math.max(
    ...readdirSync(path.join(UI, "assets"))
      .filter((name) => /\.(js|css)$/.test(name))
      .map((name) => sizeOf(`assets/${name}`)),
  );
  for (const [work, bytes] of [
    ["first load, gzip", first],
    ["the largest file, gzip", largest],
  ] as const) {
    reportFigure({
      work,
      amount: `${(bytes / 1000).toFixed(1)} kB`,
      aim: { text: "≤ 130 kB", isReached: bytes <= 130_000 },
    });
  }
}
