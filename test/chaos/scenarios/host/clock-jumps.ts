import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import type { Scenario } from "../../scenario.ts";

const LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
/** Of the processes, never of the database. */
const JUMPS = ["+1h", "-1h", "+1d", "-1d", "+0"] as const;
/** Two slots of a schedule by the minute fall into all of them together, at the least. */
const EACH_MS = 25_000;

async function jump(project: ChaosProject): Promise<string> {
  writeChaosDag(project, {
    id: "jumping",
    cells: 30,
    cellMs: 5,
    schedule: '{ cron: "* * * * *", timezone: UTC, missed: all, overlap: queue }',
  });
  writeChaosDag(project, { id: "load", cells: 1000, cellMs: 20 });
  const offset = path.join(project.home, "clock");
  writeFileSync(offset, "+0\n");
  const env = {
    LD_PRELOAD: LIBRARY,
    FAKETIME_TIMESTAMP_FILE: offset,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
  const jumping = project.start(["up", "--slots", "2"], env);
  await project.ask("select true from dag where scheduled_since is not null");
  const run = await project.submit("load");
  for (const by of JUMPS) {
    writeFileSync(offset, `${by}\n`);
    await delay(EACH_MS);
  }
  const early = await project.ask<number>("select count(*)::int from tick where tick_at > decided_at");
  if (early > 0) throw new Error(`${early} slots of the future were decided on`);
  await project.worker();
  jumping.child.kill("SIGTERM");
  const { code, stderr } = await jumping.ended;
  if (code !== 0) throw new Error(`up ended with ${code}: ${stderr.slice(-500)}`);
  await project.allEnded(300_000);
  await project.succeeded(run);
  const ticks = await project.ask<number>("select count(*)::int from tick");
  if (ticks < 1) throw new Error("No slot came");
  return `${JUMPS.join(", ")} by libfaketime; no slot of the future, none left out`;
}

export const clockJumps: Scenario = {
  name: "clock-jumps",
  deed: "the clock of a host with scheduler and worker jumps by an hour and by a day, there and back",
  missing: () => (existsSync(LIBRARY) ? null : "libfaketime is not installed (apt install libfaketime)"),
  run: jump,
};
