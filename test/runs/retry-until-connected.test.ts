import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { retryUntilConnected } from "../../src/runs/retry-until-connected.ts";
import { fullDisk } from "../../src/store/embedded/full-disk.ts";
import { NotWritable } from "../../src/store/problems/session-facts.ts";

const lost = () => Object.assign(new Error("terminating connection"), { code: "57P01", severity: "FATAL" });

/** Fails `failures` times, then answers. */
function failing(failures: number, error: () => Error) {
  const work = { tries: 0, run: async () => (++work.tries <= failures ? Promise.reject(error()) : "answer") };
  return work;
}

describe("FAULTS 8.2, 8.5: waiting for the database", () => {
  it.each([
    ["away", lost],
    ["read-only", () => new NotWritable()],
  ])("goes on while it is %s, and tells what it waits for once", async (_, error) => {
    const work = failing(3, error);
    const told: unknown[] = [];
    expect(await retryUntilConnected(work.run, { onWaiting: (reason) => told.push(reason) })).toBe("answer");
    expect([work.tries, told.length]).toEqual([4, 1]);
  });

  it("does not repeat what would fail again", async () => {
    const work = failing(1, () => new Error("a bug"));
    await expect(retryUntilConnected(work.run)).rejects.toThrow("a bug");
    expect(work.tries).toBe(1);
  });

  it("ends in one sentence when the patience is at its end", async () => {
    const work = failing(Number.POSITIVE_INFINITY, lost);
    await expect(retryUntilConnected(work.run, { forMs: 0 })).rejects.toMatchObject({
      code: "DB_UNREACHABLE",
      message: "The database went away: terminating connection (waited for 0 s)",
      hint: expect.stringContaining("Is Postgres running"),
    });
  });

  it("ends soon after the process was told to end, though it would wait for ever otherwise", {
    timeout: 20_000,
  }, async () => {
    const work = failing(Number.POSITIVE_INFINITY, lost);
    await expect(retryUntilConnected(work.run, { ending: AbortSignal.abort() })).rejects.toMatchObject({
      code: "DB_UNREACHABLE",
    });
  });

  it("ends at once when it is hopeless: the disk of the embedded Postgres is full", async () => {
    const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-full-"));
    const work = failing(Number.POSITIVE_INFINITY, lost);
    const hopeless = () => fullDisk(home, async () => 4096);
    await expect(retryUntilConnected(work.run, { hopeless })).rejects.toMatchObject({
      code: "DISK_FULL",
      message: expect.stringContaining("The disk of the database is full: 4 KiB are left"),
    });
    expect(work.tries).toBe(1);
    expect(await fullDisk(home, async () => 2 ** 30)).toBeNull();
  });
});
