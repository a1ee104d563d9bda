/** Where a strategy or a callback comes from. */
export type CodeRef =
  | { readonly kind: "builtin"; readonly name: string }
  /** `path` is absolute; `exportName` is `default` where the DAG file names none. */
  | { readonly kind: "module"; readonly path: string; readonly exportName: string };
