import type { Documents } from "./documents.d.ts";

/** Names of the documents that screens show. */
export type Overview = Documents["overview"];
export type OverviewDag = Overview["dags"][number];
export type RunMark = OverviewDag["runs"][number];
export type Alarm = Overview["alarms"][number];
export type DagDetail = Documents["dag_detail"];
export type DagText = Documents["dag_text"];
export type DagGrid = Documents["dag_grid"];
export type DagHistory = Documents["dag_history"];
export type DagTicks = Documents["dag_ticks"];
export type RunPage = Documents["run_page"];
export type ListedRun = RunPage["items"][number];
export type RunDetail = Documents["run_detail"];
export type GraphTask = RunDetail["graph"][number];
export type Logs = Documents["logs"];
export type LogLine = Documents["log_line"];
export type Sweep = Documents["sweep"];
export type SweepCells = Documents["sweep_cells"];
export type RankedCell = Sweep["top"][number];
export type Axis = Sweep["axes"][number];
export type MetricFacts = Sweep["objective"];
export type CellDetail = Documents["cell_detail"];
export type Compare = Documents["compare"];
export type Plan = Documents["plan"];
export type StartedRun = Documents["started_run"];
export type Workers = Documents["workers"];
export type Queues = Documents["queues"];
export type Storage = Documents["storage"];
export type Audit = Documents["audit"];

export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who is signed in. */
export interface Me {
  readonly name: string;
  readonly role: Role;
}

/** What a retry, a rerun or a clearing did. */
export type ActedRuns = Documents["acted_runs"];
export type Explanation = Documents["explanation"];
export type ExplainedValue = Explanation["values"][number];
export type Validation = Documents["validation"];
