import type { Bars } from "./bars.ts";
import { profileOf } from "./profiles/registry.ts";
import type { AdjustedPrices, BacktestSettings } from "./settings.ts";

/** Remarks on how a result was made: what the settings allow, but life would not, and what the profile leaves out. */
export function resultStamps(
  bars: readonly Bars[],
  { execution, adjusted, delistings = [] }: BacktestSettings,
): readonly string[] {
  const { fill, profile } = execution;
  const { paysDividends } = profileOf(profile).traits;
  const leavesOut = !paysDividends && bars.some(({ dividend }) => dividend?.some((paid) => paid > 0));
  return [
    ...(fill === "close" ? ["same-bar fill"] : []),
    ...(leavesOut ? ["dividends left out"] : []),
    ...(!paysDividends && delistings.length > 0 ? ["delisting left out"] : []),
    ...(adjusted === undefined ? [] : [ADJUSTED[adjusted.for]]),
  ];
}

const ADJUSTED: Readonly<Record<AdjustedPrices["for"], string>> = {
  none: "splits left out",
  splits: "prices adjusted for splits",
  splits_dividends: "prices adjusted for splits and dividends",
};
