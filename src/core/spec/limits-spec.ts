/** What each attempt at a task takes of a pool: a callback, or one compute slot that works on a range of a sweep. */
export interface PoolUse {
  readonly name: string;
  /** 1 or more; one that takes more than there are takes all of them. */
  readonly slots: number;
  /** MiB; 0 for none. */
  readonly memoryMb: number;
}

/** What may go on at a time; absent ones have no limit. */
export interface LimitsSpec {
  /** Runs of the DAG; further ones wait, or what `overlap` says of those of the schedule. */
  readonly maxActiveRuns?: number;
  /** Attempts at tasks of the DAG, over all its runs. */
  readonly maxActiveTasks?: number;
  /** Attempts at tasks of one run. */
  readonly maxActiveTasksPerRun?: number;
}
