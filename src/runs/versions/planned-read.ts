import type { Manifest } from "../../data/snapshots/manifest.ts";
import type { ReadStream } from "../../data/versions/stream-of.ts";
import type { VersionChanges } from "../../core/versions/version-changes.ts";
import type { DatasetVersionId } from "../../store/datasets/dataset-versions.ts";

/** Which version of its data a backtest reads, as far as its plan tells. */
export type PlannedRead =
  /** None: its data are its own affair, such as those of a script. */
  | { readonly kind: "own" }
  /** Data of before there were versions. */
  | { readonly kind: "unversioned" }
  | { readonly kind: "known"; readonly id: DatasetVersionId }
  /** What nobody had read before: a version is written with the run. */
  | { readonly kind: "new"; readonly found: NewContent };

/** Data that are not those of the last version. */
export interface NewContent {
  readonly stream: ReadStream;
  /** What was read. */
  readonly read: Manifest;
  /** Whether that is all of the dataset. */
  readonly isWhole: boolean;
  /** Whether the dataset says how many bars a year has. */
  readonly isYearSaid: boolean;
  /** How it would follow on the last version that there was when the run was planned. */
  readonly proposal: Proposal;
}

export interface Proposal {
  /** Null for the first one. */
  readonly parentId: DatasetVersionId | null;
  /** All that is known with it. */
  readonly manifest: Manifest;
  readonly isWhole: boolean;
  /** Null when it could not be told. */
  readonly changes: VersionChanges | null;
}
