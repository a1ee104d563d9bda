import type { ChannelName } from "../names/channels.ts";

/** A rule of a DAG file that tells somebody of a run. */
export interface AlertRule {
  readonly name: string;
  /** CEL over `best`, `sweep`, `run`, `cells`. */
  readonly when: string;
  readonly to: readonly ChannelName[];
}
