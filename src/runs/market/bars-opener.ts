import { AppError } from "../../core/errors/app-error.ts";
import { isStoredPast } from "./stored-prices.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
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
    // What is there today is not what was asked for, or what a run has read.
    const isPast = backtest.data.known !== undefined && !isStoredPast(backtest.data);
    const isAsked = snapshotId !== null && hasQueries(backtest.data);
    if (pinned === null && (isPast || isAsked)) throw notHere(backtest);
    const asked = asKnownFor(backtest, moment, data);
    return openData(backtest, { ...moment, loaded: pinned ?? (await data.load(asked, snapshotId)) }, data);
  };
}

/** Databases that are not ours are asked once, for the plan of a run: what they say changes, and hosts that compute need not reach them. */
function hasQueries({ universe, factors = [] }: DataSpec): boolean {
  return [universe, ...factors.map(({ file }) => file)].some(
    (table) => table !== undefined && typeof table !== "string",
  );
}

function notHere({ name, data }: EngineSpec): AppError {
  const which = data.dataset ?? data.csv ?? "its data";
  return new AppError("CHUNKS_MISSING", `This host lacks the data of ${which} that ${name} reads`, {
    hint: "Set NIGHTGRID_ARTIFACTS on all hosts, or copy .nightgrid/chunks/ and .nightgrid/snapshots/ from the one on which the run was started.",
  });
}
