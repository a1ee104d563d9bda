import { parseRunId, type RunId } from "../../core/names/ids.ts";
import { KEPT_KINDS, keptMs, type RetentionSpec } from "../../core/retention/retention-spec.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { listRetentions } from "../../store/retention/dags-in-force.ts";
import { lastEntry } from "../golden/golden.ts";
import { listGoldens } from "../golden/golden-folder.ts";
import type { DueKind, KeptRuns } from "./collect-runs.ts";

/**
 * What is due of the runs of each DAG, in the order in which it goes: as the version in force says, and as `usual` where that says
 * nothing. The run of a DAG that succeeded last stays, with its figures.
 */
export async function readDueKinds(connection: Connection, usual: RetentionSpec): Promise<readonly DueKind[]> {
  const said = await listRetentions(connection);
  return KEPT_KINDS.map((kind) => {
    const rules = said.flatMap(({ dagId, retention }) => {
      const own = keptMs(retention, kind);
      const keepMs = own === undefined ? (keptMs(usual, kind) ?? null) : own;
      return keepMs === null ? [] : [{ dagId, keepMs }];
    });
    return {
      kind,
      due: { rules, keepsLast: kind === "rows", keepsTaken: kind === "rows" || kind === "artifacts" },
    };
  });
}

/** What is due when somebody says how old: of one DAG, or of all. */
export async function dueOnceOlder(
  connection: Connection,
  { olderThanMs, dagId }: { readonly olderThanMs: number; readonly dagId: string | null },
): Promise<DueKind["due"]> {
  const dags = dagId === null ? (await listRetentions(connection)).map((one) => one.dagId) : [dagId];
  return { rules: dags.map((one) => ({ dagId: one, keepMs: olderThanMs })), keepsLast: false, keepsTaken: true };
}

/**
 * The runs that goldens of the project were taken from last.
 *
 * @throws AppError GOLDEN_INVALID, FILE_UNREADABLE: of a golden that cannot be read nobody knows what it needs
 */
export async function runsOfGoldens(home: string): Promise<KeptRuns> {
  const kept = new Set<RunId>();
  for (const { golden, error } of await listGoldens(home)) {
    if (golden === null) throw error;
    const run = parseRunId(lastEntry(golden).run);
    if (run !== null) kept.add(run);
  }
  return kept;
}
