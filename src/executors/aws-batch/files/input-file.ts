import { isMap } from "../../../core/values/document-shape.ts";
import type { SweepSetup } from "../../engine/sweep-setup.ts";
import type { ScriptBacktest, ScriptWindow } from "../../script/script-range.ts";

/** What the children of one job are to do; each takes its share of the cells. In the bucket, since AWS takes 30 KiB at most. */
export interface InputFile {
  readonly version: 1;
  readonly runId: string;
  /** Name of the job, after the attempt. */
  readonly name: string;
  /** Of each child, but the last one, which has what is left. */
  readonly cellsPerJob: number;
  readonly cells: readonly InputCell[];
  readonly work: BatchWork;
}

export interface InputCell {
  /** In the grid. */
  readonly number: number;
  /** Canonical JSON. */
  readonly params: string;
}

/** Cells of a strategy, computed by the engine of the image. */
export interface StrategyWork {
  readonly kind: "strategy";
  /** Version of the engine that the run was planned with. */
  readonly engine: number;
  /** Without its bars. A module's path is relative to the project's folder. */
  readonly setup: Omit<SweepSetup, "bars">;
  /** Key of the bars in the bucket, and the SHA-256 of what is there. */
  readonly bars: { readonly key: string; readonly sha256: string };
}

/** Cells that are runs of a program, which is in the image with the project. */
export interface ScriptWork {
  readonly kind: "script";
  readonly codeHash: string;
  /** Paths are relative to the project's folder. */
  readonly backtest: ScriptBacktest;
  readonly window: ScriptWindow;
}

export type BatchWork = StrategyWork | ScriptWork;

export function encodeInput(input: InputFile): Buffer {
  return Buffer.from(JSON.stringify(input));
}

/** @throws Error when another version of Nightgrid has written it */
export function decodeInput(bytes: Uint8Array): InputFile {
  const input: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
  if (isMap(input) && input["version"] === 1) return input as unknown as InputFile;
  throw new Error("The job was planned by another version of Nightgrid: build the image with the same one");
}

/** The share of a child. */
export function cellsOfChild({ cells, cellsPerJob }: InputFile, index: number): readonly InputCell[] {
  return cells.slice(index * cellsPerJob, (index + 1) * cellsPerJob);
}

export function childrenOf({ cells, cellsPerJob }: Pick<InputFile, "cells" | "cellsPerJob">): number {
  return Math.ceil(cells.length / cellsPerJob);
}
