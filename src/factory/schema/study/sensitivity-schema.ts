import { Type } from "typebox";
import { map } from "../schema-parts.ts";

const MOST_AMOUNTS = 20;

const amounts = (item: Readonly<Record<string, unknown>>, usual: readonly number[], description: string) =>
  Type.Unsafe<readonly number[]>({
    type: "array",
    items: item,
    maxItems: MOST_AMOUNTS,
    uniqueItems: true,
    description,
    default: usual,
  });

const sensitivity = map(
  {
    delay: Type.Optional(
      Type.Unsafe<readonly number[]>({
        type: "array",
        items: { type: "integer", minimum: 1, maximum: 1000 },
        maxItems: MOST_AMOUNTS,
        uniqueItems: true,
        description: "Bars that every fill comes later; [1, 2, 5] unless given, none with `fill: close`.",
        examples: [[1, 2, 5]],
      }),
    ),
    slippage_bps: amounts(
      { type: "number", exclusiveMinimum: 0, maximum: 5000 },
      [1, 5, 10, 20],
      "Slippage that is added on each side, in bps of the price.",
    ),
    missed_fills: amounts(
      { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
      [0.05, 0.1, 0.25],
      "Probabilities that an order is not filled.",
    ),
    draws: Type.Integer({
      minimum: 1,
      maximum: 10_000,
      description: "How often missed fills are drawn, each a backtest.",
      default: 100,
    }),
    seed: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: "That of the backtest unless given." }),
    ),
  },
  {
    description:
      "The best cell traded again with fills that come later, cost more, or do not come: how much of the result is its execution.",
  },
);

export const sensitivityKeys = { sensitivity: Type.Optional(sensitivity) };
