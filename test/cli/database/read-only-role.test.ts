import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTransactionPooler } from "../../support/servers/transaction-pooler.ts";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();
const TIMEOUT = { timeout: 120_000 };
const role = `looker_${randomBytes(4).toString("hex")}`;
const DAG = "id: looked_at\nbacktest: { strategy: buy_and_hold, data: { dataset: sp500 } }\nalerts: []\n";

function urlOf(change: (url: URL) => void): string {
  const url = new URL(project.database.url);
  change(url);
  return url.href;
}

const asLooker = {
  DATABASE_URL: urlOf((url) => {
    url.username = role;
  }),
};

beforeAll(async () => {
  await project.database.pool.query(
    `create role ${role} login; grant usage on schema nightgrid to ${role};
     grant select on all tables in schema nightgrid to ${role}`,
  );
  const { code } = await project.run(["run", project.write("looked_at.yaml", DAG)]);
  expect(code).toBe(0);
}, 60_000);
afterAll(async () => {
  await project.database.pool.query(`drop owned by ${role}; drop role ${role}`);
});

describe("FAULTS 8.3: a role that may only select", () => {
  it("looks at everything", TIMEOUT, async () => {
    const commands = [
      ["runs"],
      ["runs", "--slots"],
      ["schedule"],
      ["show", "last"],
      ["results", "last", "--csv"],
      ["logs", "last"],
      ["logs", "last", "-f"],
      ["alerts", "list"],
      ["trades", "last"],
      ["plan", "looked_at.yaml"],
    ];
    for (const args of commands) {
      const { code, stderr } = await project.run(args, asLooker);
      expect({ args, code, stderr: code === 0 ? "" : stderr }).toEqual({ args, code: 0, stderr: "" });
    }
  });

  it("cannot run, is told the missing right, and the exit code is 6", TIMEOUT, async () => {
    for (const args of [["run", "looked_at.yaml"], ["cancel", "last"], ["worker"]]) {
      const { code, stderr } = await project.run(args, asLooker);
      expect({ args, code }).toEqual({ args, code: 6 });
      expect(stderr).toContain("error[DB_FORBIDDEN]");
      expect(stderr).toContain("The missing right: grant usage on schema graphile_worker");
      expect(stderr).not.toContain("bug in Nightgrid");
    }
  });

  it("looks at a server that takes no writes at all, where nothing can be run", TIMEOUT, async () => {
    const DATABASE_URL = urlOf((url) => url.searchParams.set("options", "-c default_transaction_read_only=on"));
    expect(await project.run(["show"], { DATABASE_URL })).toMatchObject({ code: 0 });
    const refused = await project.run(["run", "looked_at.yaml"], { DATABASE_URL });
    expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining("error[DB_READ_ONLY]") });
  });
});

describe("a pooler in transaction mode", () => {
  it("is refused by every command, and named by doctor", TIMEOUT, async () => {
    await using pooler = await startTransactionPooler(project.database.url);
    const env = { DATABASE_URL: pooler.url };
    const refused = await project.run(["up"], env);
    expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining("error[DB_POOLED]") });
    const doctor = await project.run(["doctor"], env);
    expect(doctor).toMatchObject({ code: 6, stdout: expect.stringContaining("pool_mode = session") });
  });
});
