export interface QueryLimits {
  /** MiB; what does not fit is spilled to the disk. */
  readonly memoryMb: number;
  /** Of the query itself, milliseconds. */
  readonly timeoutMs: number;
  /** Stops all of it. */
  readonly signal: AbortSignal;
}
