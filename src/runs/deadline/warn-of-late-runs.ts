import type { AlertFacts } from "../../alerts/alert-facts.ts";
import { noticeMessage } from "../../alerts/message/compose-message.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { notify } from "../../store/events.ts";
import { DEADLINE_RULE, listPacedRuns, type PacedRun } from "../../store/run/deadlines.ts";
import { readRun, type RunRow } from "../../store/run/runs.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import { noticeChannels } from "../end/notice-channels.ts";
import { putIntoOutbox } from "../end/put-into-outbox.ts";
import type { WorkDeps } from "../work-deps.ts";
import { type ExpectedEnd, expectEnd, isLate } from "./expect-end.ts";
import { lateNotice } from "./late-notice.ts";

/**
 * Puts a warning into the outbox for each run that is not likely to end by its deadline: once, whoever looks and however
 * often, since a run has one alert per rule.
 */
export async function warnOfLateRuns(deps: WorkDeps): Promise<void> {
  for (const pace of await listPacedRuns(deps.database)) {
    const expected = expectEnd(pace);
    if (isLate(pace, expected)) await warn({ pace, expected }, deps);
  }
}

async function warn(
  judged: { readonly pace: PacedRun; readonly expected: ExpectedEnd | null },
  deps: WorkDeps,
): Promise<void> {
  const run = await readRun(deps.database, judged.pace.id);
  if (run === null || run.finishedAt !== null) return;
  const spec = await deps.dags.read(run);
  const notice = lateNotice(run, judged, spec.schedule?.timezone ?? "UTC");
  const message = noticeMessage({ ...notice, severity: "warning" }, factsOf(run, spec, judged.pace.now));
  const idempotencyKey = `${run.id}/${DEADLINE_RULE}`;
  const warning = {
    rule: DEADLINE_RULE,
    message,
    channels: noticeChannels(spec, deps),
    thread: idempotencyKey,
    idempotencyKey,
    now: judged.pace.now,
  };
  await inTransaction(deps.database, async (transaction) => {
    if (!(await putIntoOutbox(transaction, { run, spec }, warning))) return;
    await notify(transaction, "nightgrid_run", run.id);
    deps.logs.ofRun(run.id).warn(`${notice.title}. ${notice.text}`);
  });
}

/** Of a run that goes on: there is nothing to be said of its results. */
function factsOf(run: RunRow, { description }: DagSpec, now: Date): AlertFacts {
  return {
    run: {
      id: run.id,
      dag: run.dagId,
      description,
      state: run.state,
      reason: run.reason,
      logical_date: run.logicalDate.toISOString(),
      period_start: null,
      period_end: null,
      duration_ms: Math.max(0, now.getTime() - (run.startedAt ?? run.createdAt).getTime()),
      tearsheet: null,
    },
    backtest: null,
    best: null,
    judgement: null,
    studies: {},
    cells: {
      total: run.cellsTotal,
      succeeded: run.cellsSucceeded,
      cached: run.cellsCached,
      failed: run.cellsFailed,
    },
    isExperiment: Object.keys(run.overrides).length > 0,
    causes: [],
    history: { nights: [], baseline: null, baselineId: null },
  };
}
