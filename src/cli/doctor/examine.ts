import { statfs } from "node:fs/promises";
import { channelsFromEnv } from "../../alerts/channels/channels-from-env.ts";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { listDatasets } from "../../data/catalogue/dataset-catalogue.ts";
import { hostTools } from "../../sandbox/program/host-tools.ts";
import { openDatabase } from "../../store/connection/open-database.ts";
import { explainDatabaseError } from "../../store/problems/explain-database-error.ts";
import { maskDatabaseUrl } from "../../store/connection/database-url.ts";
import type { CommandContext } from "../command-context.ts";
import { checkDepot } from "./check-depot.ts";
import { checkPython } from "./check-python.ts";
import { listDagFiles, loadDagFiles } from "../../app/dags/dag-folder.ts";

/** `note`: works, but worth knowing. */
export interface CheckResult {
  readonly name: string;
  readonly state: "good" | "note" | "bad";
  readonly text: string;
}

type Check = (context: CommandContext) => Promise<Omit<CheckResult, "name">>;

const CHECKS: Readonly<Record<string, Check>> = {
  node: checkNode,
  disk: checkDisk,
  database: checkDatabase,
  files: checkDepot,
  data: checkData,
  scripts: checkScripts,
  dags: checkDags,
  python: checkPython,
  channels: checkChannels,
};

/** Every check, in order; one that throws is bad, with its message. */
export async function examine(context: CommandContext): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    try {
      results.push({ name, ...(await check(context)) });
    } catch (error) {
      results.push({ name, state: "bad", text: textOf(explainDatabaseError(error)) });
    }
  }
  return results;
}

/** The fact, and the way out. */
function textOf(error: unknown): string {
  const hint = error instanceof AppError ? error.hint : undefined;
  return hint === undefined ? messageOf(error) : `${messageOf(error)}. ${hint}`;
}

function checkNode(): ReturnType<Check> {
  return Promise.resolve({
    state: "good",
    text: `Node ${process.versions.node} on ${process.platform}-${process.arch}`,
  });
}

const LITTLE_DISK_BYTES = 2 ** 30;

async function checkDisk({ home }: CommandContext): ReturnType<Check> {
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  const text = `${(free / 2 ** 30).toFixed(1)} GiB free in ${home}`;
  return { state: free < LITTLE_DISK_BYTES ? "note" : "good", text };
}

async function checkDatabase({ home, env }: CommandContext): ReturnType<Check> {
  const start = performance.now();
  const database = await openDatabase({ home, env });
  try {
    const { rows } = await database.pool.query<{ server_version: string }>("show server_version");
    const kind = database.isEmbedded ? "embedded" : maskDatabaseUrl(database.url);
    const took = Math.round(performance.now() - start);
    return {
      state: "good",
      text: `Postgres ${rows[0]?.server_version ?? ""} (${kind}), up to date, reached in ${took} ms`,
    };
  } finally {
    await database.close();
  }
}

async function checkData({ home }: CommandContext): ReturnType<Check> {
  const datasets = await listDatasets(home);
  return { state: "good", text: `datasets: ${datasets.map(({ name }) => name).join(", ")}` };
}

async function checkScripts(): ReturnType<Check> {
  const { low, strict } = await hostTools();
  const isolation = strict === null ? "no process namespaces, so no isolation: strict" : "isolation: strict works";
  const text = low.length > 0 ? isolation : `${isolation}; without nice`;
  return { state: strict === null || low.length === 0 ? "note" : "good", text };
}

async function checkDags(context: CommandContext): ReturnType<Check> {
  const loaded = await loadDagFiles(await listDagFiles(context.home), context);
  const bad = loaded.filter(({ spec }) => spec === null);
  if (loaded.length === 0)
    return { state: "note", text: "there are no DAG files in dags/; make some with nightgrid init" };
  if (bad.length === 0)
    return { state: "good", text: loaded.length === 1 ? "1 file, valid" : `${loaded.length} files, all valid` };
  const names = bad.map(({ file }) => file).join(", ");
  return {
    state: "bad",
    text: `${bad.length} of ${loaded.length} files cannot be run: ${names}; see nightgrid validate`,
  };
}

function checkChannels({ env }: CommandContext): ReturnType<Check> {
  const channels = Object.values(channelsFromEnv(env));
  const text = channels.map(({ name, unavailable }) => `${name}: ${unavailable ?? "configured"}`).join("; ");
  return Promise.resolve({ state: channels.some(({ unavailable }) => unavailable === null) ? "good" : "note", text });
}
