import type { PastCells } from "../../engine/backtest.ts";
import type { SharedMemory } from "../../engine/simd/shared-memory.ts";
import type { SweepSetup } from "./sweep-setup.ts";
import type { PackedResult } from "../packed-result.ts";

/** A sweep as a thread gets it. */
export interface ThreadSweep {
  readonly setup: SweepSetup;
  /** Where the threads keep its indicators together. */
  readonly memory: SharedMemory | null;
}

/** Numbered: an answer counts only for the request with its id. */
export type ThreadRequest = { readonly id: number } & (
  | ({ readonly kind: "prepare"; readonly forget: string | null } & ThreadSweep)
  /** `cells`: canonical JSON of each cell, joined to one JSON array. */
  | {
      readonly kind: "compute";
      readonly setupId: string;
      readonly cells: string;
      readonly past: PastCells | null | undefined;
    }
);

export type ThreadAnswer = { readonly id: number } & (
  | { readonly kind: "ready" }
  | ({ readonly kind: "computed" } & PackedResult)
  | { readonly kind: "failed"; readonly code: string | null; readonly message: string }
);
