export const QUERY_FORMATS = ["table", "csv", "json", "parquet"] as const;
export type QueryFormat = (typeof QUERY_FORMATS)[number];

export interface QueryOptions {
  readonly run?: string;
  readonly dag?: string;
  readonly since?: string;
  readonly format?: QueryFormat;
  readonly output?: string;
  readonly limit?: number;
  readonly memory?: string;
  readonly timeout?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}
