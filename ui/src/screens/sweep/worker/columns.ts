import type { CellPlaces } from "../../../../../src/analytics/sweep-views/cell-places.ts";
import { type Problem, problemOf } from "../../../api/problem.ts";
import type { SweepPlaces } from "./sweep-asks.ts";

/** Columns that are kept: of a million cells, 4 MB each. */
const KEPT = 4;
/** What a server that is still putting a column together asks for when it does not say, seconds. */
const WAIT_S = 1;

const columns = new Map<string, Promise<ArrayBuffer>>();

/** What the API said, in a worker. */
export class ColumnError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ColumnError";
    this.problem = problem;
  }
}

/** One value per cell, NaN for none. @throws ColumnError */
export async function metricColumn(sweep: SweepPlaces, metric: string): Promise<Float32Array> {
  return new Float32Array(await column(sweep, metric));
}

/** Where the cells stand on the axes. @throws ColumnError */
export async function placesOf(sweep: SweepPlaces): Promise<CellPlaces> {
  const { cells, lengths, onAxes, numbering } = sweep;
  const known = { cells, lengths, onAxes };
  switch (numbering) {
    case "all":
      return { ...known, raw: null };
    case "mapped":
      return { ...known, raw: new Int32Array(await column(sweep, "raw")) };
    case "listed":
      return { ...known, raw: null, listed: new Int32Array(await column(sweep, "places")) };
  }
}

function column(sweep: SweepPlaces, name: string): Promise<ArrayBuffer> {
  const key = `${sweep.columns} ${sweep.version} ${name}`;
  const known = columns.get(key);
  if (known !== undefined) {
    // Last used, last dropped.
    columns.delete(key);
    columns.set(key, known);
    return known;
  }
  const reading = read(`${sweep.columns}${encodeURIComponent(name)}`);
  columns.set(key, reading);
  reading.catch(() => columns.delete(key));
  for (const oldest of [...columns.keys()].slice(0, Math.max(columns.size - KEPT, 0))) columns.delete(oldest);
  return reading;
}

async function read(url: string): Promise<ArrayBuffer> {
  for (;;) {
    const answer = await fetch(url, { headers: { accept: "application/octet-stream" } });
    if (answer.status === 202) {
      const seconds = Number(answer.headers.get("retry-after") ?? WAIT_S);
      await new Promise((resolve) => setTimeout(resolve, Math.max(seconds, WAIT_S) * 1000));
      continue;
    }
    if (answer.ok) return answer.arrayBuffer();
    throw new ColumnError(problemOf(answer.status, await answer.json().catch(() => null)));
  }
}
