import { AppError } from "../../core/errors/app-error.ts";
import { isStoredPast } from "./stored-prices.ts";
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
    // What is there today is not what was asked for.
    if (pinned === null && backtest.data.known !== undefined && !isStoredPast(backtest.data)) throw notHere(backtest);
    const asked = asKnownFor(backtest, moment, data);
    return openData(backtest, { ...moment, loaded: pinned ?? (await data.load(asked, snapshotId)) }, data);
  };
}

function notHere({ name, data }: EngineSpec): AppError {
  const which = data.dataset ?? data.csv ?? "its data";
  return new AppError("CHUNKS_MISSING", `This host lacks the version of ${which} that ${name} reads`, {
    hint: "Set NIGHTGRID_ARTIFACTS on all hosts, or copy .nightgrid/chunks/ and .nightgrid/snapshots/ from the one on which the run was started.",
  });
}
