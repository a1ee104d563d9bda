import { unpack } from "../../formats/unpack.ts";
import { csvText } from "../../formats/csv-text.ts";
import { csvRows } from "../../files/csv-rows.ts";
import { inUtf8 } from "../../files/open-rows.ts";
import type { RowSource } from "../../files/row-source.ts";
import { checkedBars } from "../answers/checked-bars.ts";
import { classifyStatus } from "../answers/classify-status.ts";
import { dateOf } from "../answers/checked-actions.ts";
import { knownTimeframe } from "../answers/known-timeframe.ts";
import { parseAnswer } from "../answers/answer-text.ts";
import type {
  AnswerVerdict,
  BarsPage,
  BarsRequest,
  Source,
  SourceAnswer,
  SourceBar,
  SourceContext,
} from "../source.ts";
import { invalidAnswer } from "../source-error.ts";
import { type AddressValues, filledAddress, hasPlaceholder } from "./address.ts";
import { barsOfRows, ofSource } from "./bars-of-rows.ts";
import type { DeclaredHttp, HttpDates } from "./declared-source.ts";
import { secretNames } from "./filled-reference.ts";
import { jsonTable } from "./json-table.ts";
import { nextOf, type NextPage } from "./next-page.ts";
import { filledHeaders } from "./request-headers.ts";

/** Of one request; more is an address that goes round in a circle. */
const MOST_PAGES = 10_000;
const MOST_BARS = 5_000_000;

/** A source of prices that a project declares: an address, and what its answers mean. */
export function httpSource(declared: DeclaredHttp): Source {
  const { name, description, timeframes, adjustment } = declared;
  const keyNames = secretNames([declared.url, ...Object.values(declared.headers)]);
  return {
    name,
    description,
    capabilities: () => ({
      timeframes: Object.keys(timeframes),
      callsPerMinute: declared.callsPerMinute,
      earliest: () => declared.earliest,
      maxSpanMs: declared.maxSpanMs,
      keyNames,
      needsKey: keyNames.length > 0,
      adjustments: [adjustment],
      revises: declared.revises,
    }),
    bars: (request, context) => bars(declared, request, context),
    classify,
  };
}

/**
 * Services page forwards, backwards and by windows: the pages of a request are put together and come as one, in the order of time. What a
 * chunk is, `span` of the declaration says.
 */
async function* bars(
  declared: DeclaredHttp,
  request: BarsRequest,
  context: SourceContext,
): AsyncGenerator<BarsPage, void, undefined> {
  const { name } = declared;
  const found: SourceBar[] = [];
  const seen = new Set<string>();
  for (let page = 0, next: NextPage | null = { kind: "first" }; next !== null; page++) {
    const url = addressOf(declared, { request, next, page }, context);
    if (seen.has(url)) throw invalidAnswer(name, "its next page is one that was read before");
    if (page >= MOST_PAGES) throw invalidAnswer(name, `it has more than ${MOST_PAGES.toLocaleString("en")} pages`);
    seen.add(url);
    const headers = filledHeaders(declared.headers, fillingOf(name, context));
    const answer = await context.get({ url, headers, maxBytes: declared.maxBytes });
    const { rows, document } = rowsOf(declared, answer);
    const part = rows === null ? [] : barsOfRows(rows, declared, request);
    if (part.length > 0 && isSame(part, found)) throw invalidAnswer(name, `page ${page + 1} is the one before again`);
    if (found.length + part.length > MOST_BARS) throw invalidAnswer(name, "it has more bars than can be");
    for (const bar of part) found.push(bar);
    next = nextOf(declared, { answer, document, url, rows: part.length });
  }
  const sorted = found.toSorted((a, b) => a.time - b.time);
  // An address that takes no dates gives all there is; one that does answers what was asked for, or something is wrong.
  const asked = hasPlaceholder(declared.url, "from")
    ? sorted
    : sorted.filter(({ time }) => time >= request.from && time < request.to);
  yield { bars: checkedBars(name, request, asked), next: null };
}

function fillingOf(source: string, context: SourceContext) {
  return { source, env: (variable: string) => context.env(variable) };
}

interface Asked {
  readonly request: BarsRequest;
  readonly next: NextPage;
  /** From 0. */
  readonly page: number;
}

/** @throws AppError SOURCE_REFUSED, SOURCE_KEY_MISSING, SETTING_INVALID */
function addressOf(declared: DeclaredHttp, { request, next, page }: Asked, context: SourceContext): string {
  const { name, url, timeframes, dates, firstPage } = declared;
  if (next.kind === "address") return next.url;
  const values: AddressValues = {
    symbol: request.instrument,
    from: moment(request.from, dates),
    to: moment(request.to, dates),
    timeframe: knownTimeframe(name, request.timeframe, timeframes),
    page: String(firstPage + page),
    cursor: next.kind === "token" ? next.token : "",
  };
  return filledAddress(url, values, fillingOf(name, context));
}

/** Some services mean `to` with the moment itself, some without: what lies on it is left out in either case. */
function moment(time: number, dates: HttpDates): string {
  switch (dates) {
    case "date":
      return dateOf(time);
    case "compact":
      return dateOf(time).replaceAll("-", "");
    case "iso":
      return new Date(time).toISOString();
    case "s":
      return String(Math.floor(time / 1000));
    case "ms":
      return String(time);
  }
}

interface Rows {
  readonly rows: RowSource | null;
  /** The whole answer, where it is JSON. */
  readonly document: unknown;
}

/** Packed answers are unpacked, and JSON is told from CSV by its first sign unless the declaration says which it is. */
function rowsOf({ name, reading, rows, columns, maxBytes }: DeclaredHttp, answer: SourceAnswer): Rows {
  const bytes = ofSource(name, () =>
    inUtf8(unpack(answer.body, { file: "the answer", maxBytes }), "the answer", reading.encoding),
  );
  if (bytes.every((byte) => byte <= 0x20)) return { rows: null, document: undefined };
  const format = reading.format ?? (isJson(bytes) ? "json" : "csv");
  if (format === "csv") {
    const table = ofSource(name, () => csvRows(csvText(bytes, "the answer"), reading, "the answer"));
    return { rows: table.rowsAtMost === 0 ? null : table, document: undefined };
  }
  const document = format === "jsonl" ? lines(name, bytes) : parseAnswer(name, { ...answer, body: bytes });
  const wanted = [...Object.values(columns), reading.timeOfDay ?? [], reading.symbolColumn ?? []].flat();
  return { rows: jsonTable(document, { source: name, rows, columns: wanted, header: reading.header }), document };
}

function isJson(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 100)).trimStart();
  return start.startsWith("{") || start.startsWith("[");
}

function lines(source: string, bytes: Uint8Array): readonly unknown[] {
  const texts = new TextDecoder().decode(bytes).split("\n");
  return texts.flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      throw invalidAnswer(source, `line ${index + 1} of the answer is no JSON`);
    }
  });
}

/** A service that does not heed the page gives the first one for ever. */
function isSame(part: readonly SourceBar[], found: readonly SourceBar[]): boolean {
  const before = found.slice(-part.length);
  return before.length === part.length && before.every((bar, index) => bar.time === part[index]?.time);
}

/** A redirect is refused: a key must not follow it to another host. */
function classify(answer: SourceAnswer): AnswerVerdict {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    return {
      kind: "refused",
      reason: `HTTP ${status}: it sends elsewhere, and redirects are not followed. Write the address that it leads to`,
    };
  }
  return classifyStatus(answer);
}
