import { Type, type Static } from "typebox";
import { TASK_KINDS, TRIGGER_RULES } from "../../core/names/states.ts";
import { NoteSchema, extendedFrom } from "./cell-schema.ts";
import { measured } from "./measured-schema.ts";
import { count, day, instant, list, nullable, object, oneOf, text } from "./parts.ts";
import { WaitSchema } from "./run-schema.ts";
import { PLANNED_HISTORIES } from "./study/planned-histories-schema.ts";
import { PlannedSearchSchema } from "./study/search-schema.ts";
import { SCHEDULE } from "./schedules-schema.ts";

const PlannedBacktestSchema = object({
  name: text("its name"),
  cells: count("of its grid"),
  cached: count("whose result is there already"),
  to_compute: count("the others"),
  extended_from: extendedFrom,
  estimate_ms: nullable(
    count(""),
    "how long these take on the slots that are up, as far as the last run tells, milliseconds; null when none has computed any",
  ),
  symbols: list(Type.String(), "what it trades"),
  bars: list(Type.Integer({ minimum: 0 }), "how many, by symbol"),
  snapshot: nullable(Type.String(), "64 hex digits that name its frozen data; null when it has data of its own"),
  data_version: nullable(
    object({
      dataset: text("as in `data versions`"),
      version: nullable(count("from 1"), "null: nobody has read these data before, and the run records them"),
      known_at: nullable(instant(""), "since when it is known; null as `version`"),
    }),
    "which version of its dataset that is; null of data that have none",
  ),
  ...measured,
  first_bar: nullable(day(""), "of all symbols"),
  last_bar: nullable(day(""), "of all symbols"),
  search: nullable(PlannedSearchSchema, "[which part of the grid](search.md) is computed; null for all of it"),
  ...PLANNED_HISTORIES,
  notes: list(NoteSchema, "what a [careful reader](data.md#notes) would want to know"),
});
export type PlannedBacktestJson = Static<typeof PlannedBacktestSchema>;

export const TIMING = {
  schedule: nullable(
    object({ ...SCHEDULE, next: nullable(instant(""), "null when there is none") }),
    "when the DAG runs by itself",
  ),
  waits_for: nullable(WaitSchema, "data that it waits for, when there are such"),
  must_finish_by: nullable(Type.String(), "`07:30`, in the zone of the schedule"),
};
const TimingSchema = object(TIMING);
export type TimingJson = Static<typeof TimingSchema>;

export const PlanSchema = object({
  dag: text("id of the DAG"),
  logical_date: instant("as of when"),
  ...TIMING,
  tasks: list(
    object({
      key: text("its name"),
      kind: oneOf(TASK_KINDS, "what it does"),
      needs: list(Type.String(), "keys of the tasks that must end first"),
      trigger_rule: oneOf(TRIGGER_RULES, "how they must have ended"),
    }),
    "in the order in which they run",
  ),
  backtests: list(PlannedBacktestSchema, "in the order of the DAG"),
});
export type PlanJson = Static<typeof PlanSchema>;
