/** Where a callback comes from. */
export type CallbackRef =
  | { readonly kind: "builtin"; readonly name: string }
  /** `path` is absolute; `exportName` is `default` where the DAG file names none. */
  | { readonly kind: "module"; readonly path: string; readonly exportName: string };

/** One entry of `before_backtest` or `after_backtest`. */
export interface CallbackSpec {
  /** A built-in's name, or the module reference as written. */
  readonly name: string;
  readonly ref: CallbackRef;
  readonly options: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
}
