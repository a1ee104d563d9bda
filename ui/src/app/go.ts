/** Addresses of screens. */
export function dagHref(dag: string): string {
  return `/dags/${encodeURIComponent(dag)}`;
}

export function runHref(run: string): string {
  return `/runs/${encodeURIComponent(run)}`;
}

export function sweepHref(run: string, backtest: string): string {
  return `${runHref(run)}/sweeps/${encodeURIComponent(backtest)}`;
}

export function cellHref(run: string, backtest: string, cell: number): string {
  return `${sweepHref(run, backtest)}/cells/${cell}`;
}

export function compareHref(refs: readonly string[]): string {
  return `/compare?c=${refs.map(encodeURIComponent).join(",")}`;
}
