import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { environmentOf, PEER_FOLDER, PEER_SCRIPTS, PeerMissing } from "../peers.ts";

export interface Orchestrator {
  /** Also the name of its database. */
  readonly id: string;
  readonly script: string;
  readonly language: "python" | "node";
  readonly packages: readonly string[];
}

export const ORCHESTRATORS: readonly Orchestrator[] = [
  { id: "pgboss", script: "pg-boss.mjs", language: "node", packages: ["pg-boss@10.4.2"] },
  { id: "dbos", script: "dbos.mjs", language: "node", packages: ["@dbos-inc/dbos-sdk@5.3.0"] },
  {
    id: "dagster",
    script: "dagster_orchestrate.py",
    language: "python",
    packages: ["dagster==1.13.27", "dagster-postgres==0.29.27", "psycopg2-binary"],
  },
  { id: "prefect", script: "prefect_orchestrate.py", language: "python", packages: ["prefect==3.9.1"] },
  {
    id: "airflow",
    script: "airflow_orchestrate.py",
    language: "python",
    packages: ["apache-airflow==3.3.2", "psycopg2-binary", "asyncpg"],
  },
];

export interface OrchestratorReport {
  /** With its version. */
  readonly name: string;
  /** Milliseconds by graph, such as `chain 40` and `fan 400`. */
  readonly times: Readonly<Record<string, number>>;
}

export interface OrchestratorWork {
  readonly url: string;
  /** Length of the chain, then the widths of the fans. */
  readonly sizes: readonly number[];
  readonly limitMs: number;
}

/**
 * Has a peer run the graphs.
 *
 * @returns what it had told when it ended, or when its time was over
 * @throws PeerMissing where it cannot be had, or told nothing
 */
export async function runOrchestrator(
  { script, language, packages }: Orchestrator,
  { url, sizes, limitMs }: OrchestratorWork,
): Promise<{ readonly reports: OrchestratorReport; readonly isWhole: boolean }> {
  const file = path.join(PEER_SCRIPTS, "orchestrators", script);
  const args = [url, ...sizes.map(String)];
  const [program, all] =
    language === "python"
      ? [environmentOf(packages), [file, ...args]]
      : [process.execPath, [file, nodeFolderOf(packages), ...args]];
  // In a group of its own: some start servers.
  const child = spawn(program, all, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const end = (): void => void (child.pid !== undefined && endGroup(child.pid));
  const timer = setTimeout(end, limitMs);
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = `${errors}${text}`.slice(-4000);
  });
  let last: OrchestratorReport | null = null;
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('{"name":')) last = JSON.parse(line) as OrchestratorReport;
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  clearTimeout(timer);
  end();
  if (last === null) throw new PeerMissing(`${script} failed: ${errors.trim().split("\n").at(-1) ?? ""}`);
  return { reports: last, isWhole: child.exitCode === 0 };
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone.
  }
}

/** A folder with these packages of npm. */
function nodeFolderOf(packages: readonly string[]): string {
  const folder = path.join(PEER_FOLDER, packages.join("_").replaceAll(/[^\w.-]/g, "_"));
  if (existsSync(path.join(folder, "node_modules"))) return folder;
  mkdirSync(folder, { recursive: true });
  const npm = spawnSync("npm", ["install", "--prefix", folder, "--no-save", ...packages], { encoding: "utf8" });
  if (npm.status !== 0)
    throw new PeerMissing(`${packages.join(", ")} could not be installed: ${npm.stderr.slice(-300)}`);
  return folder;
}
