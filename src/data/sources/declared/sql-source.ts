import { barEnd } from "../../bars/bar-end.ts";
import type { ReadRows, RowsPage } from "../../../core/values/foreign-rows.ts";
import type { RowSource } from "../../files/row-source.ts";
import { rowsInMemory } from "../../files/rows-in-memory.ts";
import { checkedBars } from "../answers/checked-bars.ts";
import { classifyStatus } from "../answers/classify-status.ts";
import { knownTimeframe } from "../answers/known-timeframe.ts";
import { sourceKey } from "../answers/source-key.ts";
import { startOfSpan } from "../answers/span-cursor.ts";
import type { BarsPage, BarsRequest, Source, SourceBar, SourceContext } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";
import { barsOfRows } from "./bars-of-rows.ts";
import type { DeclaredSql } from "./declared-source.ts";
import { boundQuery } from "./query-parameters.ts";

/** A source of prices that a project declares: a query of a Postgres of its own. */
export function sqlSource(declared: DeclaredSql, readRows: ReadRows): Source {
  const { name, description, timeframes, adjustment, connection } = declared;
  return {
    name,
    description,
    capabilities: () => ({
      timeframes: Object.keys(timeframes),
      // No service that counts: it is asked over one connection at a time.
      callsPerMinute: 6000,
      earliest: () => declared.earliest,
      maxSpanMs: null,
      keyNames: [connection],
      needsKey: true,
      adjustments: [adjustment],
      revises: declared.revises,
    }),
    bars: (request, context) => bars(declared, request, { context, readRows }),
    classify: classifyStatus,
  };
}

/** The cursor is the end, in milliseconds, of the last bar of a page. */
async function* bars(
  declared: DeclaredSql,
  request: BarsRequest,
  { context, readRows }: { readonly context: SourceContext; readonly readRows: ReadRows },
): AsyncGenerator<BarsPage, void, undefined> {
  const { name, timeoutMs, pageRows, timeframes } = declared;
  const from = startOfSpan(name, request);
  const { text, parameters } = boundQuery(declared.query);
  const given = {
    symbol: request.instrument,
    from: new Date(from).toISOString(),
    to: new Date(request.to).toISOString(),
    timeframe: knownTimeframe(name, request.timeframe, timeframes),
  };
  const pages = readRows({
    source: name,
    url: sourceKey(name, [declared.connection], context),
    text,
    values: parameters.map((parameter) => given[parameter]),
    timeoutMs,
    pageRows,
    signal: context.signal,
  });
  let last = Number.NEGATIVE_INFINITY;
  let row = 0;
  for await (const page of pages) {
    const found = page.rows.length === 0 ? [] : barsOfRows(tableOf(page, row), declared, request);
    refuseDisorder(found, { name, last, row });
    row += page.rows.length;
    last = found.at(-1)?.time ?? last;
    const next = page.isLast ? null : String(Number.isFinite(last) ? barEnd(last, request.timeframe) : from);
    // A query that does not look at $from and $to gives all there is.
    const asked = found.filter(({ time }) => time >= from && time < request.to);
    yield { bars: checkedBars(name, request, asked), next };
  }
}

function tableOf({ names, rows }: RowsPage, lineBefore: number): RowSource {
  return rowsInMemory({ names, rows, lineBefore }, (cells, position) => cells[position] ?? "");
}

/** Pages are kept one after the other, so that the order has to be that of the query. */
function refuseDisorder(
  bars: readonly SourceBar[],
  { name, last, row }: { readonly name: string; readonly last: number; readonly row: number },
): void {
  const odd = bars.findIndex(({ time }, index) => time <= (bars[index - 1]?.time ?? last));
  if (odd < 0) return;
  const { time } = bars[odd] ?? { time: Number.NaN };
  const isTwice = time === (bars[odd - 1]?.time ?? last);
  const at = `row ${row + odd + 1} (${new Date(time).toISOString()})`;
  throw invalidAnswer(
    name,
    isTwice ? `${at} has the time of the row before` : `${at} is earlier than the row before`,
    isTwice
      ? "A bar may be there once: does the query ask for one symbol and one length of bars?"
      : 'End the query with "order by" and the time of the bars.',
  );
}
