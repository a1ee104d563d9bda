/** Where the jobs of a backtest run in AWS, and where their files are. */
export interface AwsBatchSpec {
  /** Name or ARN. */
  readonly queue: string;
  /** Name, `name:revision` or ARN. */
  readonly definition: string;
  readonly bucket: string;
  /** Of all keys in the bucket; no slash at its ends. */
  readonly prefix: string;
  readonly region: string;
  /** Jobs at a time, 1…10,000. */
  readonly maxParallel: number;
  /** How long jobs may wait in the queue until the first of them starts, in milliseconds. */
  readonly queueTimeoutMs: number;
  /** Of both services, in place of AWS's own; absent: theirs. */
  readonly endpoint?: string;
}
