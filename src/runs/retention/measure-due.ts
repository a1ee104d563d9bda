import { FILE_KINDS, fileKindOf, type KeptKind } from "../../core/retention/retention-spec.ts";
import { listFilesOf, measureLogs } from "../../store/retention/due-files.ts";
import type { DueRun } from "../../store/retention/due-runs.ts";
import { measureOrphans } from "../../store/retention/orphaned-results.ts";
import type { CollectDeps } from "./collect-batch.ts";
import { type DueKind, findDue, type KeptRuns } from "./collect-runs.ts";
import { folderOfRun, runsWithFolder } from "./run-folders.ts";
import { sizesOf } from "./set-aside.ts";
import { Tally } from "./tally.ts";

type MeasureDeps = Pick<CollectDeps, "database" | "home">;

/** What would go of runs, and of the results that no other run has. Nothing is changed. */
export async function measureDue(
  kinds: readonly DueKind[],
  kept: KeptRuns,
  deps: MeasureDeps,
  tally = new Tally(),
): Promise<Tally> {
  const { database } = deps;
  const found = new Map<KeptKind, readonly DueRun[]>();
  for (const kind of kinds) found.set(kind.kind, await findDue(kind, kept, deps));
  const rows = found.get("rows") ?? [];
  const withRows = (kind: KeptKind): readonly DueRun[] => [
    ...new Map([...(found.get(kind) ?? []), ...rows].map((run) => [run.id, run])).values(),
  ];
  for (const { dagId, lines, bytes } of await measureLogs(
    database,
    withRows("logs").map(({ id }) => id),
  )) {
    tally.add("logs", dagId, { count: lines, bytes });
  }
  for (const kind of FILE_KINDS) await measureFiles(kind, withRows(kind), deps, tally);
  for (const { dagId } of rows) tally.add("runs", dagId, { count: 1, bytes: 0 });
  tally.add(
    "results",
    null,
    await measureOrphans(
      database,
      rows.map(({ id }) => id),
    ),
  );
  return tally;
}

async function measureFiles(
  kind: (typeof FILE_KINDS)[number],
  runs: readonly DueRun[],
  { database, home }: MeasureDeps,
  tally: Tally,
): Promise<void> {
  const dagOf = new Map(runs.map(({ id, dagId }) => [id, dagId]));
  const files = await listFilesOf(database, [...dagOf.keys()], FILE_KINDS);
  for (const { runId, name, bytes } of files) {
    if (fileKindOf(name) === kind) tally.add(kind, dagOf.get(runId) ?? null, { count: 1, bytes });
  }
  const named = Map.groupBy(files, ({ runId }) => runId);
  for (const [id, inFolder] of await runsWithFolder(home)) {
    const dagId = dagOf.get(id);
    if (dagId === undefined || !inFolder.includes(kind)) continue;
    const known = new Set((named.get(id) ?? []).map(({ name }) => name));
    for (const { kind: own, files: count, bytes } of await sizesOf(folderOfRun(home, id), known)) {
      if (own === kind) tally.add(kind, dagId, { count, bytes });
    }
  }
}
