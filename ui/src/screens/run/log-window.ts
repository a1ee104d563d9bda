import { getJson } from "../../api/request.ts";
import { runPath } from "../../api/queries.ts";
import type { LogLine, Logs } from "../../api/shapes.ts";

/** Lines that one request brings. */
const PAGE = 500;
/** Lines that are kept: what the browser's own search finds. Others are read again when somebody goes there. */
const KEPT = 2000;
/** Ids become visible out of order: so many are read again, and those that are known are dropped. */
const OVERLAP = 200n;

/** The lines that are shown, and what is known of those around them. */
export interface LogWindow {
  readonly lines: readonly LogLine[];
  readonly hasOlder: boolean;
  /** False at the end of the log: there new lines are followed. */
  readonly hasNewer: boolean;
}

export interface LogChoice {
  readonly run: string;
  /** Lines of this level and above. */
  readonly level: string;
  readonly task: string;
  readonly words: string;
}

/** The last lines. */
export async function readTail(choice: LogChoice): Promise<LogWindow> {
  const lines = await read(choice, {});
  return { lines, hasOlder: lines.length === PAGE, hasNewer: false };
}

/** The first lines. */
export async function readHead(choice: LogChoice): Promise<LogWindow> {
  const lines = await read(choice, { after: "0" });
  return { lines, hasOlder: false, hasNewer: lines.length === PAGE };
}

/** The lines around one, for a link to it. */
export async function readAround(choice: LogChoice, line: string): Promise<LogWindow> {
  const [before, after] = await Promise.all([
    read(choice, { before: line }),
    read(choice, { after: String(BigInt(line) - 1n) }),
  ]);
  return { lines: [...before, ...after], hasOlder: before.length === PAGE, hasNewer: after.length === PAGE };
}

export async function readOlder(choice: LogChoice, { lines, hasNewer }: LogWindow): Promise<LogWindow> {
  const first = lines[0];
  if (first === undefined) return readTail(choice);
  const older = await read(choice, { before: first.id });
  const all = [...older, ...lines];
  return { lines: all.slice(0, KEPT), hasOlder: older.length === PAGE, hasNewer: hasNewer || all.length > KEPT };
}

/** What came after the last line. */
export async function readNewer(choice: LogChoice, { lines, hasOlder }: LogWindow): Promise<LogWindow> {
  const last = lines.at(-1);
  if (last === undefined) return readTail(choice);
  const from = BigInt(last.id) - OVERLAP;
  const newer = await read(choice, { after: String(from < 0n ? 0n : from) });
  const all = merged(lines, newer);
  return {
    lines: all.slice(-KEPT),
    hasOlder: hasOlder || all.length > KEPT,
    hasNewer: newer.length === PAGE,
  };
}

/** Both, each line once, in the order of their ids. */
export function merged(known: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const ids = new Set(known.map(({ id }) => id));
  const fresh = more.filter(({ id }) => !ids.has(id));
  if (fresh.length === 0) return known;
  return [...known, ...fresh].sort((one, other) => Number(BigInt(one.id) - BigInt(other.id)));
}

async function read({ run, level, task, words }: LogChoice, place: { before?: string; after?: string }) {
  const query = { ...place, limit: PAGE, level, task, q: words };
  return (await getJson<Logs>(`${runPath(run)}/logs`, { query })).lines;
}
