import { Type, type Static } from "typebox";
import { ACT_MEANS, ACT_ORIGINS, AUDIT_ACTIONS } from "../../../core/names/audit.ts";
import { BACKFILL_STATES, REPROCESS_CHOICES, RUN_STATUSES } from "../../../core/names/states.ts";
import { count, flag, instant, list, nullable, object, oneOf, open, text } from "../parts.ts";

const AuditEntrySchema = object({
  id: text("a decimal number; grows with time"),
  at: instant("when"),
  by: text("who; `nightgrid` for what the DAG file asks for"),
  origin: oneOf(ACT_ORIGINS, "from where"),
  action: oneOf(AUDIT_ACTIONS, "what was done"),
  dag: nullable(Type.String(), "id of the DAG; null: all DAGs"),
  run_id: nullable(Type.String(), "the run; null: none in particular"),
  target: nullable(Type.String(), "what of it: tasks, a rule, a backfill, an account, a token; null: all of it"),
  reason: nullable(Type.String(), "why, as it was said"),
  how: nullable(oneOf(ACT_MEANS, ""), "how they were known; `none`: they were not; null: the system itself"),
  address: nullable(Type.String(), "IP address of who sent the request; null: there was none"),
  request_id: nullable(Type.String(), "of the request, as its answer and the log have it"),
  details: nullable(open<Readonly<Record<string, unknown>>>("values by name", {}, ""), "what else was asked for"),
});
export type AuditEntryJson = Static<typeof AuditEntrySchema>;

export const AuditSchema = object({ actions: list(AuditEntrySchema, "the latest first") });

const ActedRunSchema = object({
  run_id: text("the run"),
  dag: text("id of its DAG"),
  state: oneOf(RUN_STATUSES, "how far it was before"),
  done: flag("false when nothing was changed"),
  tasks: nullable(count(""), "tasks that are done again; null where that is not what was asked for"),
  new_run_id: nullable(Type.String(), "the run that repeats it"),
  version: nullable(Type.String(), "the DAG version that it goes on with, or that repeats it"),
  error: nullable(Type.String(), "why nothing was changed"),
});
export type ActedRunJson = Static<typeof ActedRunSchema>;

export const ActedRunsSchema = object({
  action: oneOf(["cancel", "retry", "clear", "rerun"] as const, "what was asked for"),
  dry_run: flag("nothing was changed: these are the runs that it would be done to"),
  runs: list(ActedRunSchema, "one per run that was chosen, the latest first"),
});
export type ActedRunsJson = Static<typeof ActedRunsSchema>;

export const PauseSchema = object({
  dag: text("id of the DAG"),
  run_id: nullable(Type.String(), "the run; null when it is the DAG"),
  paused: flag("false when it goes on"),
  by: text("who did it"),
});

const BackfillSlotSchema = object({
  logical_date: instant("the slot"),
  state: oneOf(
    ["waiting", "skipped", ...RUN_STATUSES] as const,
    "`skipped`: it had a run already; else that of its run",
  ),
  run_id: nullable(Type.String(), "its run, or the one for which it was skipped"),
});

const BackfillSlotsSchema = object(
  {
    total: count("of the schedule between the two dates, holidays left out"),
    waiting: count("that have not begun"),
    skipped: count("that had a run already"),
    open: count("whose run has not ended"),
    succeeded: count("whose run did"),
    failed: count("whose run did"),
    cancelled: count("whose run was"),
  },
  "how many",
);

export const BackfillSchema = object({
  backfill: nullable(Type.String(), "its number; null: nothing was started"),
  dag: text("id of the DAG"),
  state: nullable(oneOf(BACKFILL_STATES, ""), "how far it is; null: nothing was started"),
  reprocess: oneOf(REPROCESS_CHOICES, "which slots with a run are computed again"),
  max_active: count("runs of it at the same time, at most"),
  slots: BackfillSlotsSchema,
  remaining_ms: nullable(
    count(""),
    "how long it will take by the runs that have ended, milliseconds; null when it is not known",
  ),
  runs: list(BackfillSlotSchema, "every slot, in the order in which they are started"),
});
export type BackfillJson = Static<typeof BackfillSchema>;

export const BackfillListSchema = object({
  dag: text("id of the DAG"),
  backfills: list(
    object({
      backfill: text("its number"),
      state: oneOf(BACKFILL_STATES, "how far it is"),
      reprocess: oneOf(REPROCESS_CHOICES, "which slots with a run are computed again"),
      max_active: count("runs of it at the same time, at most"),
      slots: BackfillSlotsSchema,
      from: instant("of the first day that it fills, in the zone of the schedule"),
      to: instant("at which the last day that it fills is over"),
      created_at: instant("when it was started"),
      ended_at: nullable(instant(""), "when its last run ended, or it was cancelled; null: it goes on"),
    }),
    "the latest first",
  ),
});
export type BackfillListJson = Static<typeof BackfillListSchema>;
