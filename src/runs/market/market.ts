import type { SweepSetup } from "../../executors/engine/sweep-setup.ts";
import type { OpenData } from "./open-data.ts";

/** The bars that a sweep trades, and how the engine would compute a cell of it on its own. */
export interface Market extends OpenData {
  readonly setup: SweepSetup;
}
