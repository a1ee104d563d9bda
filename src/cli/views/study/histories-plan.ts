import type { MonteCarloMethod } from "../../../core/spec/study-spec.ts";
import { formatQuantity } from "../../../core/text/format-quantity.ts";
import { formatDuration } from "../../../core/time/duration.ts";
import type { HistoriesPreview } from "../../../runs/study/preview-histories.ts";

const DRAWN: Readonly<Record<Exclude<MonteCarloMethod, "price_noise">, string>> = {
  stationary: "its returns in blocks",
  iid: "its returns one by one",
  trades: "its trades",
  permutation: "its returns in another order",
};

/** What the studies of the best cell would do, a line each. */
export function historiesPlanLines({ monteCarlo, sensitivity }: HistoriesPreview): readonly string[] {
  return [
    ...(monteCarlo === null ? [] : [`  monte_carlo: ${monteCarloText(monteCarlo)}`]),
    ...(sensitivity === null ? [] : [`  sensitivity: ${sensitivityText(sensitivity)}`]),
  ];
}

function monteCarloText({
  method,
  of,
  runs,
  noise = 0,
  seed,
  estimateMs,
}: NonNullable<HistoriesPreview["monteCarlo"]>): string {
  const whose = of === "best" ? "the best cell" : "the walk-forward";
  const what =
    method === "price_noise"
      ? `${whose} traded on ${count(runs)} histories with noise of ${formatQuantity(noise, "fraction", -1)} of each bar's range`
      : `${count(runs)} histories of ${whose}, from ${DRAWN[method]}`;
  return `${what}, seed ${seed}${aboutText(estimateMs)}`;
}

function sensitivityText({
  delay,
  slippageBps,
  missedFills,
  draws,
  seed,
  backtests,
  estimateMs,
}: NonNullable<HistoriesPreview["sensitivity"]>): string {
  const parts = [
    ...(delay.length === 0 ? [] : [`${delay.join(", ")} bars later`]),
    ...(slippageBps.length === 0 ? [] : [`${slippageBps.join(", ")} bps more`]),
    ...(missedFills.length === 0
      ? []
      : [
          `${missedFills.map((share) => formatQuantity(share, "fraction", -2)).join(", ")} missed (${count(draws)} draws, seed ${seed})`,
        ]),
  ];
  return `the best cell traded ${count(backtests)} times: ${parts.join("; ")}${aboutText(estimateMs)}`;
}

function aboutText(estimateMs: number | null): string {
  return estimateMs === null ? "" : `; about ${formatDuration(estimateMs)}, as the last time`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
