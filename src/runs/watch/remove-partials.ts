import { DAY_MS } from "../../core/time/calendar-year.ts";
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { parseRunId } from "../../core/names/ids.ts";
import { listArtifacts } from "../../store/artifacts.ts";
import { listRunningOf } from "../../store/run/attempts.ts";
import { PARTIAL_NAME, resultsFolder } from "../kinds/callback/artifact-writer.ts";
import { retryUntilConnected } from "../retry-until-connected.ts";
import type { WorkDeps } from "../work-deps.ts";

/** By then whoever wrote it has ended, in whatever database its run is. */
const OLD_MS = DAY_MS;

type PartialDeps = Pick<WorkDeps, "database" | "home" | "draining" | "clock" | "depot">;

/**
 * Removes what workers that were killed have left of artifacts: files whose attempt is not running any more, and where that is not
 * known those that are older than a day. In the depot, what was begun a day ago and never ended.
 */
export async function removePartials(deps: PartialDeps): Promise<void> {
  const root = resultsFolder(deps.home);
  for (const folder of await namesIn(root)) {
    if (deps.draining.aborted) return;
    const partials = (await namesIn(path.join(root, folder))).filter((name) => name.endsWith(".partial"));
    if (partials.length > 0) await removeFrom(path.join(root, folder), partials, deps);
  }
  await deps.depot?.depot.removeUnfinished(new Date(deps.clock.now().getTime() - OLD_MS));
}

async function removeFrom(folder: string, partials: readonly string[], deps: PartialDeps): Promise<void> {
  const { database, draining, clock } = deps;
  const patience = { ending: draining };
  const runId = parseRunId(path.basename(folder).replace(/^run_/, ""));
  const attempts = partials.flatMap((name) => PARTIAL_NAME.exec(name)?.groups?.["attempt"] ?? []);
  const known =
    runId === null ? null : await retryUntilConnected(() => listRunningOf(database, runId, attempts), patience);
  const kept = runId === null ? [] : await retryUntilConnected(() => listArtifacts(database, runId), patience);
  for (const name of partials) {
    // A callback may have called its own file so.
    if (kept.some((artifact) => artifact.name === name)) continue;
    const file = path.join(folder, name);
    const attempt = PARTIAL_NAME.exec(name)?.groups?.["attempt"];
    const isDeserted =
      attempt !== undefined && known !== null ? !known.has(attempt) : (await ageMs(file, clock.now())) > OLD_MS;
    if (isDeserted) await rm(file, { force: true });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    // None yet, or gone meanwhile, or no folder.
    return [];
  }
}

async function ageMs(file: string, now: Date): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.isFile() === true ? now.getTime() - found.mtimeMs : 0;
}
