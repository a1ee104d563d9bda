import { parseAnswer } from "../answers/answer-text.ts";
import { listOf, numberOf } from "../answers/read-value.ts";
import type { SourceAnswer } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";

/** What a coin was worth at one moment. */
export interface ChartPoint {
  /** Milliseconds UTC. */
  readonly time: number;
  readonly price: number;
  /** Traded in the 24 hours before; 0 where it is not told. */
  readonly dayVolume: number;
}

/**
 * The points of a chart, ascending, each moment once. A moment without a price is none.
 *
 * @throws AppError SOURCE_ANSWER_INVALID
 */
export function chartPoints(source: string, answer: SourceAnswer): readonly ChartPoint[] {
  const body = parseAnswer(source, answer);
  const prices = listOf(body, "prices");
  if (prices === null) throw invalidAnswer(source, 'the chart has no list "prices"');
  const volumes = new Map((listOf(body, "total_volumes") ?? []).map(pairOf));
  const points = new Map<number, ChartPoint>();
  for (const entry of prices) {
    const [time, price] = pairOf(entry);
    if (!Number.isSafeInteger(time))
      throw invalidAnswer(source, "the chart has a point without a time in milliseconds");
    if (!(price > 0)) continue;
    const volume = volumes.get(time) ?? 0;
    points.set(time, { time, price, dayVolume: volume >= 0 ? volume : 0 });
  }
  return [...points.values()].sort((a, b) => a.time - b.time);
}

function pairOf(entry: unknown): readonly [number, number] {
  const pair = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
  return [numberOf(pair[0]), numberOf(pair[1])];
}
