import { once } from "node:events";
import { folderDepot } from "../../../../src/depot/folder-depot.ts";
import type { Depot, FoundObject } from "../../../../src/depot/depot.ts";
import { DAY_MS } from "../../../../src/core/time/calendar-year.ts";
import { pruneRuns } from "../../../../src/runs/retention/prune-runs.ts";
import { openDatabase } from "../../../../src/store/connection/open-database.ts";

// A process that removes files of old runs, and stops at a gate on the way: "list" before anything is locked, with all
// keys of the depot in its hands; "remove" when rows are gone and objects are not. A line on stdin opens it.

const [home = "", depotFolder = "", gate = ""] = process.argv.slice(2);
const open = async (at: string): Promise<void> => {
  if (at !== gate) return;
  process.stdout.write(`at ${at}\n`);
  await once(process.stdin, "data");
};
const inner = folderDepot(depotFolder);
const depot: Depot = {
  ...inner,
  async *list(prefix) {
    const found: FoundObject[] = [];
    for await (const one of inner.list(prefix)) found.push(one);
    await open("list");
    yield* found;
  },
  async remove(keys) {
    await open("remove");
    await inner.remove(keys);
  },
};

const database = await openDatabase({ home, env: process.env, isWriter: true });
const tally = await pruneRuns(
  { olderThanMs: 30 * DAY_MS, dagId: null, isFilesOnly: true },
  { by: "ada", origin: "cli", reason: null },
  {
    database: database.pool,
    home,
    depot: {
      depot,
      home,
      patienceMs: 0,
      cache: { fetch: () => Promise.resolve(null), isSame: () => Promise.resolve(false) },
    },
    onFailure: (what, error) => {
      throw new Error(what, { cause: error });
    },
  },
);
process.stdout.write(`removed ${JSON.stringify(tally.items())}\n`);
await database.close();
process.stdin.destroy();
