import type { ChannelName } from "../names/channels.ts";
import type { AlertPolicy } from "../values/alert-policy.ts";

/** A rule of a DAG file that tells somebody of a run. */
export interface AlertRule extends AlertPolicy {
  readonly name: string;
  /** CEL over `best`, `sweep`, `run`, `cells`, and the same of earlier nights under `previous`, `baseline` and `average`. */
  readonly when: string;
  /** Of the file, else of its routes. */
  readonly to: readonly ChannelName[];
}
