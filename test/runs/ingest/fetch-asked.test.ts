import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FETCH_ALIVE_MS } from "../../../src/runs/ingest/asked/fetch-asked.ts";
import { wakeOpenWork } from "../../../src/runs/watch/wake-open-work.ts";
import {
  addPriceFetch,
  askPriceFetchToStop,
  beatPriceFetch,
  claimPriceFetch,
  endPriceFetch,
  listIdlePriceFetches,
  readPriceFetch,
} from "../../../src/store/prices/price-fetches.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});
afterAll(() => project[Symbol.asyncDispose]());

const UPDATE = { kind: "update", source: null, symbols: null, timeframe: null } as const;
const NOTHING = { fetched: [], failed: [], skipped: [] };

/** As if its worker had died a while ago. */
const fallSilent = (id: string) =>
  project.deps.database.query("update price_fetch set beat_at = now() - interval '1 hour' where id = $1", [id]);

describe("what somebody asked to be fetched", () => {
  it("is worked on by one worker at a time, and taken over from one that is dead", async () => {
    const { database } = project.deps;
    const id = await addPriceFetch(database, UPDATE, "ada");
    const first = await claimPriceFetch(database, id, FETCH_ALIVE_MS);
    expect(await claimPriceFetch(database, id, FETCH_ALIVE_MS)).toBeNull();
    expect(await listIdlePriceFetches(database, FETCH_ALIVE_MS)).toEqual([]);
    await fallSilent(id);
    expect(await listIdlePriceFetches(database, FETCH_ALIVE_MS)).toEqual([id]);
    const second = await claimPriceFetch(database, id, FETCH_ALIVE_MS);
    if (first === null || second === null) throw new Error("It was not to be had");
    // The first one wakes up: it has lost it, and can write nothing.
    expect(await beatPriceFetch(database, { id, claim: first.claim }, null)).toBeNull();
    const end = { state: "succeeded", result: NOTHING } as const;
    expect(await endPriceFetch(database, { id, claim: first.claim }, end)).toBe(false);
    expect((await readPriceFetch(database, id))?.state).toBe("running");
    expect(await endPriceFetch(database, { id, claim: second.claim }, end)).toBe(true);
    expect(await askPriceFetchToStop(database, id)).toBe(false);
  });

  it("is found by whoever looks for work that was lost, and ended", async () => {
    const { database } = project.deps;
    const id = await addPriceFetch(database, UPDATE, "ada");
    await claimPriceFetch(database, id, FETCH_ALIVE_MS);
    await fallSilent(id);
    await using worker = await project.worker();
    await wakeOpenWork(database);
    await expect.poll(async () => (await readPriceFetch(database, id))?.state, { timeout: 20_000 }).toBe("succeeded");
    expect(worker.id).not.toBe("");
    // Nothing is known of any series, so that nothing was to be updated.
    expect((await readPriceFetch(database, id))?.result).toEqual(NOTHING);
  });
});
