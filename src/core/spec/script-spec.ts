import type { OutputsSpec } from "./outputs-spec.ts";

/** How much of the machine a program leaves to others: `low` computes when nobody else wants to. */
export const PROGRAM_PRIORITIES = ["low", "normal"] as const;
export type ProgramPriority = (typeof PROGRAM_PRIORITIES)[number];

/** `strict`: in a process namespace of its own, which nothing that it starts can leave. Only where the host allows it. */
export const ISOLATIONS = ["normal", "strict"] as const;
export type Isolation = (typeof ISOLATIONS)[number];

/** A program of any kind that computes a cell by writing files, untouched. */
export interface ScriptRef {
  readonly kind: "script";
  /** Absolute; null where `command` says all. */
  readonly path: string | null;
  /** argv, in place of what its shebang or its extension says; never a shell's text. Null: as they say. */
  readonly command: readonly string[] | null;
  /** Files that its results depend on. */
  readonly inputs: readonly InputGlob[];
  /** Folder of its results below that of the run; empty where the DAG has this backtest alone. */
  readonly folder: string;
  readonly outputs: OutputsSpec;
  /** Whose trading days pnl.csv must have; null: weekdays. A name of src/calendar. */
  readonly calendar: string | null;
  readonly resources: ScriptResources;
}

export interface InputGlob {
  /** Absolute: that of the file in which it was written. */
  readonly folder: string;
  /** Relative to it. */
  readonly glob: string;
}

export interface ScriptResources {
  /** Of all its processes together, in bytes. */
  readonly memoryBytes: number;
  /** Of `execution.log`, past which its beginning makes room. */
  readonly logBytes: number;
  readonly priority: ProgramPriority;
  readonly isolation: Isolation;
  /** Between the request to end and the end by force. */
  readonly graceMs: number;
}
