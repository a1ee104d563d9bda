import type { TradingSession } from "../../core/time/trading-session.ts";
import type { SnapshotId } from "../../core/names/ids.ts";
import type { DataReach, LoadedSnapshot } from "../../data/dataset.ts";
import type { Bars } from "../../engine/bars.ts";
import type { DataSpec, WindowSpec } from "../../core/spec/data-spec.ts";
import type { VersionPort } from "./version-port.ts";

export interface DataPort {
  /**
   * Reads and freezes the source; equal content gives the same snapshot.
   *
   * @param pinned name that the snapshot may have had in an older format; it has it again where the content is the same
   */
  load(request: DataSpec, pinned?: SnapshotId | null): Promise<LoadedSnapshot>;
  /** A frozen snapshot; null when this host does not have it. */
  open(id: SnapshotId): Promise<LoadedSnapshot | null>;
  /**
   * Up to which day the data of each symbol reach, as they are now; nothing is frozen.
   *
   * @param day `YYYY-MM-DD`: of a universe those are told that are in it on that day
   */
  reachOf(request: DataSpec, day: string): Promise<readonly DataReach[]>;
  resolveWindow(
    window: WindowSpec,
    logicalDate: Date,
    session?: TradingSession,
    dataThrough?: string | null,
  ): ResolvedWindow;
  /** @throws AppError DATA_RANGE_EMPTY, saying which range exists */
  cutBars(bars: Bars, window: ResolvedWindow, session?: TradingSession): Bars;
  readonly versions: VersionPort;
}

/** Inclusive calendar dates `YYYY-MM-DD`; null is open. */
export interface ResolvedWindow {
  readonly startDate: string | null;
  readonly endDate: string | null;
}
