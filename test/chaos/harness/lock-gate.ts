import { connect } from "../../../src/store/connection/connect.ts";
import type { ChaosProject } from "./chaos-project.ts";
import { until } from "./until.ts";

/** A lock that the scenario holds: whoever comes to that place waits there, with all that it has done before in its transaction. */
export interface LockGate {
  /** Resolves with the backend of the one who waits. */
  arrived(): Promise<number>;
  open(): Promise<void>;
}

/** @param lock takes it, such as `lock table artifact in share mode` */
export async function holdLock(project: ChaosProject, lock: string): Promise<LockGate> {
  const pool = await connect({ url: project.server.url, maxConnections: 1, applicationName: "chaos gate" });
  const client = await pool.connect();
  await client.query("begin");
  await client.query(lock);
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const holder = rows[0]?.pid ?? 0;
  return {
    arrived: () =>
      until(`somebody waits at "${lock}"`, async () => {
        const waiting = await project.database.query<{ pid: number }>(
          "select pid from pg_stat_activity where $1 = any(pg_blocking_pids(pid)) and application_name like 'nightgrid%'",
          [holder],
        );
        return waiting.rows[0]?.pid ?? null;
      }),
    async open() {
      await client.query("rollback");
      client.release();
      await pool.end();
    },
  };
}
