import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { chooseRunAs } from "../../../../src/store/embedded/postgres/run-as.ts";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import { until } from "../../harness/until.ts";
import type { Scenario } from "../../scenario.ts";

type PoolMode = "session" | "transaction";

interface Bouncer extends AsyncDisposable {
  readonly url: string;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startBouncer(project: ChaosProject, mode: PoolMode): Promise<Bouncer> {
  const folder = path.join(project.home, `bouncer-${mode}`);
  mkdirSync(folder);
  const port = await freePort();
  const config = path.join(folder, "pgbouncer.ini");
  writeFileSync(
    config,
    `[databases]
chaos = host=${project.server.socketFolder} dbname=chaos user=nightgrid
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = 60
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
`,
  );
  // It refuses to be root, as Postgres does.
  const { owner, spawn: account } = chooseRunAs("/usr/sbin/pgbouncer", [folder]);
  for (const file of [folder, config]) chownSync(file, owner.uid, owner.gid);
  const child: ChildProcess = spawn("pgbouncer", [config], { ...account, stdio: "ignore" });
  const url = `postgres://nightgrid@127.0.0.1:${port}/chaos`;
  await until("pgbouncer listens", () => spawnSync("bash", ["-c", `exec 3<>/dev/tcp/127.0.0.1/${port}`]).status === 0);
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

async function workThrough(project: ChaosProject): Promise<string> {
  writeChaosDag(project, { id: "pooled", cells: 200, cellMs: 10 });
  const run = await project.submit("pooled");
  await using transactions = await startBouncer(project, "transaction");
  const refused = await project.start(["worker"], { DATABASE_URL: transactions.url }).ended;
  if (refused.code !== 6 || !refused.stderr.includes("pooler")) {
    throw new Error(`In transaction mode a worker ended with ${refused.code}: ${refused.stderr}`);
  }
  await using sessions = await startBouncer(project, "session");
  await project.worker(2, { DATABASE_URL: sessions.url });
  await project.succeeded(run);
  const leaving = await project.stopAll();
  if (leaving.length > 0) throw new Error(leaving.join("; "));
  return `transaction mode: ${refused.stderr.trim().split("\n")[0]}; session mode: all done`;
}

export const pgbouncer: Scenario = {
  name: "pgbouncer",
  deed: "through pgbouncer: transaction mode is refused in a sentence, session mode works",
  missing: () =>
    spawnSync("pgbouncer", ["--version"]).error === undefined
      ? null
      : "pgbouncer is not installed (apt install pgbouncer)",
  run: workThrough,
};
