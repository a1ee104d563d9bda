import { parseAnswer } from "../answers/answer-text.ts";
import { classifyStatus, retryAfterMs } from "../answers/classify-status.ts";
import { numberOf, memberOf, textOf } from "../answers/read-value.ts";
import type { AnswerVerdict, SourceAnswer } from "../source.ts";
import { BINANCE, NAME } from "./binance-settings.ts";

/** Weight a minute and address, as the exchange publishes it; from this part of it on, requests wait for the next minute. */
const MOST_WEIGHT = 6000;
const NEARLY = 0.8;
const MINUTE_MS = 60_000;

const INVALID_SYMBOL = -1121;
const INVALID_INTERVAL = -1120;

/** 429 asks to be left alone for a while; 418 is the ban of an address that did not. */
export function classifyBinance(answer: SourceAnswer): AnswerVerdict {
  const { status, headers } = answer;
  if (status === 200) return withinWeight(headers);
  if (status === 418) return banned(answer);
  if (status === 451) return { kind: "refused", reason: FROM_HERE };
  if (status === 403) return { kind: "refused", reason: "HTTP 403: its firewall refuses this address" };
  const { code, message } = problemOf(answer);
  if (code === INVALID_SYMBOL) return { kind: "not_found", reason: `${message} It is written as in BTCUSDT` };
  if (code === INVALID_INTERVAL) return { kind: "refused", reason: `${message} (${code})` };
  return classifyStatus(answer);
}

const FROM_HERE =
  `HTTP 451: it does not serve the place that this address is in. Set ${BINANCE.api.variable} to ` +
  "https://data-api.binance.vision (market data alone), or to https://api.binance.us for that exchange";

/** The weight used in this minute is that of the address, other programs included. */
function withinWeight(headers: SourceAnswer["headers"]): AnswerVerdict {
  const used = numberOf(headers["x-mbx-used-weight-1m"]);
  return used >= MOST_WEIGHT * NEARLY ? { kind: "ok", pauseMs: MINUTE_MS } : { kind: "ok" };
}

function banned(answer: SourceAnswer): AnswerVerdict {
  const afterMs = retryAfterMs(answer);
  const told = /until (\d{13})/.exec(problemOf(answer).message)?.[1];
  const since = Date.parse(answer.headers["date"] ?? "");
  const until = told !== undefined ? new Date(Number(told)) : dateAfter(since, afterMs);
  return { kind: "quota", until, reason: "HTTP 418: it has banned this address for asking too often" };
}

function dateAfter(since: number, afterMs: number | null): Date | null {
  return afterMs === null || Number.isNaN(since) ? null : new Date(since + afterMs);
}

/** `{"code": -1121, "msg": "Invalid symbol."}` */
function problemOf(answer: SourceAnswer): { readonly code: number; readonly message: string } {
  try {
    const problem = parseAnswer(NAME, answer);
    return { code: numberOf(memberOf(problem, "code")), message: textOf(problem, "msg") };
  } catch {
    return { code: Number.NaN, message: "" };
  }
}
