import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { startEmbedded } from "../../../src/store/embedded/start-embedded.ts";
import { stopEmbedded } from "../../../src/store/embedded/status-embedded.ts";
import { durableOptionsFor, newHome } from "../../support/servers/embedded.ts";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();
const TIMEOUT = { timeout: 120_000 };

/** Says that it has begun, and computes until it is let go. */
const GATED = `
import { existsSync, writeFileSync } from "node:fs";
import { defineStrategy } from "nightgrid";
export default defineStrategy({
  name: "gated",
  params: {},
  signals({ bars }) {
    writeFileSync("BEGUN", "");
    while (!existsSync("GO"));
    const never = new Uint8Array(bars.close.length);
    return { entries: never, exits: never };
  },
});`;
const DAG =
  "id: gated\nbefore_backtest: [check_data]\nbacktest: { strategy: ./gated.ts, data: { dataset: sp500 } }\nalerts: []\n";

describe("FAULTS 8.2: a Postgres that restarts", () => {
  it("is survived by `run` and by `logs -f`, and by what is read meanwhile", TIMEOUT, async () => {
    const home = newHome();
    const server = await startEmbedded(durableOptionsFor(home));
    const env = { DATABASE_URL: server.url };
    const begun = path.join(home, "begun");
    const go = path.join(home, "go");
    project.write("gated.ts", GATED.replace("BEGUN", begun).replace("GO", go));
    const run = project.start(["run", project.write("gated.yaml", DAG), "--json"], env);
    await vi.waitFor(() => expect(existsSync(begun)).toBe(true), { timeout: 30_000, interval: 20 });
    const following = project.start(["logs", "gated", "-f"], env);
    await following.says("checked SPX");

    await stopEmbedded(home);
    writeFileSync(go, "");
    await run.says("waiting for it");
    await following.says("waiting for it");
    const again = await startEmbedded(durableOptionsFor(home));
    const shown = await project.run(["show", "gated"], env);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining("gated") });

    const { code, stdout, stderr } = await run.ended;
    expect(stderr).not.toContain("bug in Nightgrid");
    expect(JSON.parse(stdout)).toMatchObject({ state: "succeeded", cells: { total: 1, succeeded: 1 } });
    expect(code).toBe(0);
    const followed = await following.ended;
    expect(followed.stderr).not.toContain("bug in Nightgrid");
    expect(followed).toMatchObject({ code: 0, stdout: expect.stringContaining("Run succeeded") });
    server.release();
    again.release();
  });
});

describe("FAULTS 8.7: a second SIGTERM", () => {
  const ENDLESS = `
import { defineStrategy } from "nightgrid";
export default defineStrategy({ name: "endless", params: {}, signals() { for (;;); } });`;

  it("gives the lease back at once, and counts as no kill", TIMEOUT, async () => {
    project.write("endless.ts", ENDLESS);
    project.write("endless.yaml", DAG.replaceAll("gated", "endless"));
    await project.run(["run", path.join(project.home, "endless.yaml"), "--detach"]);
    const worker = project.start(["worker", "--slots", "1"]);
    const { pool } = project.database;
    const held = "select 1 from attempt where state = 'running' and from_cell is not null";
    const running = async () => (await pool.query(held)).rowCount;
    await vi.waitFor(async () => expect(await running()).toBe(1), { timeout: 30_000, interval: 20 });
    worker.child.kill("SIGTERM");
    await worker.says("once more to leave at once");
    // Signals that come too soon count as echoes of the first one.
    const impatience = setInterval(() => worker.child.kill("SIGTERM"), 100);
    const { code, stderr } = await worker.ended;
    clearInterval(impatience);
    expect({ code, isBug: stderr.includes("bug in Nightgrid") }).toEqual({ code: 143, isBug: false });
    expect(await running()).toBe(0);
    const { rows } = await pool.query("select kills from spare_range");
    expect(rows).toEqual([{ kills: 0 }]);
    expect((await pool.query("select state from worker")).rows).toEqual([{ state: "stopped" }]);
    await project.run(["cancel", "endless"]);
  });
});
