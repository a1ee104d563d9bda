import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LogFields, Logger } from "../../src/core/log.ts";
import { maskedLogger } from "../../src/app/masking/masked-logger.ts";
import { SecretMask } from "../../src/core/text/secret-mask.ts";
import { AppError, createNightgrid, type Nightgrid } from "../../src/service.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const TOKEN = "s3cr3t-of-the-desk";
const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-service-"));
const lines: { readonly message: string; readonly fields: LogFields | undefined }[] = [];
const hear = (message: string, fields?: LogFields): void => void lines.push({ message, fields });
const log: Logger = { debug: hear, info: hear, warn: hear, error: hear };

let database: TestDatabase;
let nightgrid: Nightgrid;

function dag(name: string, text: string): void {
  writeFileSync(path.join(home, "dags", name), text);
}

const DATA = "{ dataset: sp500, symbols: [SPX], timeframe: 1d }";

beforeAll(async () => {
  database = await createTestDatabase();
  mkdirSync(path.join(home, "dags"));
  dag(
    "grid.yaml",
    `id: grid\nbacktest: { strategy: sma_cross, data: ${DATA}, param_grid: { fast: [5, 10], slow: [50, 100] } }\n`,
  );
  dag("bad.yaml", `id: bad\nbacktest: { strategy: sma_crass, data: ${DATA} }\n`);
  nightgrid = await createNightgrid({
    home,
    databaseUrl: database.url,
    log,
  });
});
afterAll(async () => {
  await nightgrid.close();
  await database.close();
  rmSync(home, { recursive: true, force: true });
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? error.code : "no AppError";
}

describe("HOUSE step 2: a project in a service", () => {
  it("reads and checks its DAGs", async () => {
    const dags = await nightgrid.dags();
    expect(dags.map(({ id }) => id)).toEqual([null, "grid"]);
    expect(dags[0]?.problems[0]).toMatchObject({ severity: "error", code: "STRATEGY_UNKNOWN", line: 2 });
  });

  it("starts a run, computes it and gives its best cell", async () => {
    const worker = await nightgrid.startWorker({ slots: 1 });
    const ended = await nightgrid.ended(await nightgrid.start("grid"));
    expect(ended).toMatchObject({ dag: "grid", state: "succeeded", reason: null, best: { state: "succeeded" } });
    const one = await nightgrid.ended(await nightgrid.start("dags/grid.yaml", { params: { fast: "5", slow: "50" } }));
    expect(one.best?.params).toMatchObject({ fast: 5, slow: 50 });
    await worker.drain();
    await worker.drain();
  });

  it("refuses what the command line refuses, with code and places", async () => {
    expect(await codeOf(nightgrid.start("grd"))).toBe("DAG_NOT_FOUND");
    expect(await codeOf(nightgrid.start("grid", { params: { fest: "5" } }))).toBe("PARAM_UNKNOWN");
    expect(await codeOf(nightgrid.start("grid", { date: "2020-02-30" }))).toBe("USAGE");
    expect(await codeOf(nightgrid.ended("last"))).toBe("RUN_NOT_FOUND");
    expect(await codeOf(nightgrid.cancel("20200101_000000_00000000"))).toBe("RUN_NOT_FOUND");
    const refused = await nightgrid.start("bad").catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "DAG_INVALID", details: { diagnostics: [{ code: "STRATEGY_UNKNOWN" }] } });
  });

  it("cancels a run that nobody computes, and stops waiting when it is told to", async () => {
    const id = await nightgrid.start("grid");
    const waiting = new AbortController();
    const ended = nightgrid.ended(id, { signal: waiting.signal });
    waiting.abort(new Error("enough"));
    await expect(ended).rejects.toThrow("enough");
    expect(await nightgrid.cancel(id, "not today")).toBe(true);
    expect(await nightgrid.cancel(id)).toBe(false);
    const worker = await nightgrid.startWorker({ slots: 1 });
    expect(await nightgrid.ended(id)).toMatchObject({ state: "cancelled", reason: "not today", best: null });
    await worker.drain();
  });

  it("keeps the schedules of its DAGs", async () => {
    dag("nightly.yaml", `id: nightly\nschedule: "0 6 * * *"\nbacktest: { strategy: sma_cross, data: ${DATA} }\n`);
    const scheduler = await nightgrid.startScheduler();
    await scheduler.round();
    const { rows } = await database.pool.query("select id from nightgrid.dag where id = 'nightly'");
    expect(rows).toEqual([{ id: "nightly" }]);
    await scheduler.stop();
  });

  it("logs no secret, in words, fields and keys", () => {
    const desk = maskedLogger(log, new SecretMask([TOKEN]));
    desk.warn(`no answer to ${TOKEN}`, { [TOKEN]: [{ url: `https://x/${TOKEN}` }] });
    expect(lines.at(-1)).toEqual({ message: "no answer to ***", fields: { "***": [{ url: "https://x/***" }] } });
  });

  it("closes once, however often it is told to, and takes nothing afterwards", async () => {
    await Promise.all([nightgrid.close(), nightgrid.close()]);
    await expect(nightgrid.start("grid")).rejects.toThrow("This Nightgrid is closed");
  });
});
