import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Pool } from "pg";
import { connect } from "../../../src/store/connection/connect.ts";
import { findBinaries } from "../../../src/store/embedded/postgres/binaries.ts";
import { prepareCluster } from "../../../src/store/embedded/postgres/cluster.ts";
import { type PostgresServer, startServer } from "../../../src/store/embedded/postgres/postgres-server.ts";
import { chooseRunAs } from "../../../src/store/embedded/postgres/run-as.ts";

/** `fast` cuts all sessions and writes everything out; `immediate` is a crash, after which the log is replayed. */
export type StopMode = "fast" | "immediate";
const SIGNALS = { fast: "SIGINT", immediate: "SIGQUIT" } as const satisfies Record<StopMode, NodeJS.Signals>;

/** A Postgres of its own, that may be hurt. What it has said to be committed outlives a crash of it. */
export interface ChaosServer extends AsyncDisposable {
  readonly url: string;
  readonly socketFolder: string;
  start(): Promise<void>;
  /** Resolves when the process is gone. */
  stop(mode: StopMode): Promise<void>;
  /** Of another database than the project's, for what is done to that one. */
  admin(): Promise<Pool>;
}

/** @param folder exists, and the server's account may look into it */
export async function startChaosServer(folder: string): Promise<ChaosServer> {
  const own = path.join(folder, "server");
  mkdirSync(own);
  const binaries = findBinaries(path.join(own, "lib"));
  const runAs = chooseRunAs(binaries.postgres, [own]);
  const options = {
    cluster: path.join(own, "pg"),
    binaries,
    runAs,
    isDurable: true,
    socketFolder: path.join(own, "sock"),
    log: path.join(own, "pg.log"),
  };
  prepareCluster(options);
  let server: PostgresServer = await startServer(options);
  const ofDatabase = (name: string): string => {
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  const admin = await connect({ url: server.url, maxConnections: 1 });
  await admin.query("create database chaos");
  await admin.end();
  return {
    url: ofDatabase("chaos"),
    socketFolder: options.socketFolder,
    async start() {
      server = await startServer(options);
    },
    async stop(mode) {
      process.kill(server.pid, SIGNALS[mode]);
      await server.ended;
    },
    admin: () => connect({ url: ofDatabase("postgres"), maxConnections: 2, applicationName: "chaos admin" }),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
