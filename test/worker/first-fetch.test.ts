import { expect, it } from "vitest";
import type { Logger } from "../../src/core/log.ts";
import { sampleCallback, sampleDag } from "../support/sample-dag.ts";
import { createTestProject, silentLog } from "../support/test-project.ts";

const TIMEOUT = 30_000;

it("I9: a worker whose first requests for jobs fail takes jobs all the same", { timeout: TIMEOUT }, async () => {
  await using project = await createTestProject();
  const { pool } = project.database;
  const failed = Promise.withResolvers<void>();
  const log: Logger = {
    ...silentLog,
    debug: (message) => {
      if (message.includes("fetching jobs")) failed.resolve();
    },
  };
  // graphile-worker reads the names of its tasks with its first request, and never again.
  await pool.query("alter table graphile_worker._private_tasks rename to elsewhere");
  await project.worker({ log });
  await failed.promise;
  await pool.query("alter table graphile_worker.elsewhere rename to _private_tasks");

  const id = await project.start(sampleDag({ before: [sampleCallback("noop")] }));
  expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
});
