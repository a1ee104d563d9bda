import type { Clock } from "../core/time/clock.ts";
import type { Logger } from "../core/log.ts";
import type { ProjectDepot } from "../depot/project-depot.ts";
import type { StrategyRunner } from "../executors/strategy-runner.ts";
import type { Executor } from "../executors/executor.ts";
import type { BacktestSpec } from "../factory/dag-spec.ts";
import type { Database } from "../store/connection/transaction.ts";
import type { DataPort } from "./market/data-port.ts";
import type { Market } from "./market/market.ts";

/** What starting and reading runs needs from outside. Workers need more: see `WorkDeps`. */
export interface RunDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly data: DataPort;
  readonly strategies: StrategyRunner;
  /** One of each kind. */
  readonly executors: readonly SweepExecutor[];
  /** Shared with other hosts. Absent: what runs write is on the host alone that wrote it. */
  readonly depot?: ProjectDepot;
  /** Where code of earlier runs is put to be computed with again. Absent: it is not. */
  readonly codeFolder?: string;
}

/** An executor as runs use it. */
export type SweepExecutor = Executor<BacktestSpec, Market>;
