import type { SweepMoment } from "../../executors/executor.ts";
import type { EngineSpec } from "../../factory/dag-spec.ts";
import { asKnownFor } from "./as-known-for.ts";
import type { DataPort } from "./data-port.ts";
import { type OpenData, openData } from "./open-data.ts";

/** How the data of a backtest are come by: those that a run was pinned to where this host has them, else read anew. */
export function barsOpener(data: DataPort): (backtest: EngineSpec, moment: SweepMoment) => Promise<OpenData> {
  return async (backtest, moment) => {
    const { snapshotId = null } = moment;
    const pinned = snapshotId === null ? null : await data.open(snapshotId);
    const asked = asKnownFor(backtest, moment, data);
    return openData(backtest, { ...moment, loaded: pinned ?? (await data.load(asked, snapshotId)) }, data);
  };
}
