import { Type, type Static } from "typebox";
import { MONTE_CARLO_METHODS, MONTE_CARLO_SOURCES, SEAM_POSITIONS, SELECTIONS } from "../../../core/spec/study-spec.ts";
import { METRIC_IDS } from "../../../engine/metrics/metric-catalogue.ts";
import { map, oneOf } from "../schema-parts.ts";
import { regressionKeys } from "./regression-schema.ts";
import { sensitivityKeys } from "./sensitivity-schema.ts";

/** Their texts are parsed by `sections/study.ts`, which knows more to say of a wrong one than a pattern does. */
const span = (description: string) =>
  Type.String({ minLength: 2, maxLength: 40, description, examples: ["4y", "6M", "1000 bars"] });

const bars = (description: string, usual: number) =>
  Type.Unsafe<string | number>({
    type: ["string", "integer"],
    description,
    default: usual,
    examples: [`${Math.max(usual, 5)} bars`],
  });

const walkForward = map(
  {
    in_sample: span("How long the part is in which cells are chosen, by the calendar or in bars."),
    out_of_sample: span("How long the part after it is, in which they are traded."),
    step: Type.Optional(span("From one window to the next; as long as `out_of_sample` unless given.")),
    anchored: Type.Boolean({
      description: "Every in-sample part begins at the first bar and grows, instead of moving along.",
      default: false,
    }),
    gap: bars("Bars between the two parts that count for neither.", 0),
    objective: Type.Optional(
      oneOf(METRIC_IDS, { description: "The metric that chooses; the objective of the backtest unless given." }),
    ),
    min_trades: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000,
        description: "Cells with fewer trades in sample are not chosen; as in the backtest unless given.",
      }),
    ),
    select: oneOf(SELECTIONS, {
      description: "The best cell, the one whose neighbours are best too, or the best `top_n` with equal shares.",
      default: "best",
    }),
    top_n: Type.Integer({ minimum: 1, maximum: 1000, description: "How many cells `top_mean` trades.", default: 5 }),
    positions: oneOf(SEAM_POSITIONS, {
      description:
        "Whether each out-of-sample part begins without a position, or with the one that its cell has by then.",
      default: "reset",
    }),
  },
  { description: "Walk-forward optimisation: cells are chosen in one part of the data and traded in the next." },
);

const cpcv = map(
  {
    groups: Type.Integer({ minimum: 3, maximum: 30, description: "Groups of bars of equal length.", default: 10 }),
    test: Type.Integer({ minimum: 1, maximum: 15, description: "Groups that are tested at a time.", default: 2 }),
    purge: bars("Returns that are dropped on both sides of a tested group.", 0),
    embargo: bars("Returns that are dropped after a tested group, beyond those.", 0),
  },
  { description: "Combinatorial purged cross-validation: many paths out of sample instead of one." },
);

const monteCarlo = map(
  {
    method: oneOf(MONTE_CARLO_METHODS, {
      description:
        "Returns in blocks, one by one, whole `trades`, or in another order: `permutation` keeps the return and changes the drawdowns. `price_noise` trades the best cell again on bars with noise.",
      default: "stationary",
    }),
    of: Type.Optional(
      oneOf(MONTE_CARLO_SOURCES, {
        description: "The best cell, or what the walk-forward has earned out of sample; that where there is one.",
      }),
    ),
    runs: Type.Optional(
      Type.Integer({
        minimum: 100,
        maximum: 100_000,
        description:
          "How many histories are drawn; 20,000 unless given, and 1,000 of `price_noise`, where each is a backtest.",
        examples: [20_000],
      }),
    ),
    noise: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 1,
        description:
          "Of `price_noise`: standard deviation of the noise as a share of each bar's true range; 0.1 unless given.",
        examples: [0.1],
      }),
    ),
    block: Type.Optional(
      Type.Unsafe<"auto" | number>({
        anyOf: [{ const: "auto" }, { type: "number", minimum: 1, maximum: 1_000_000 }],
        description: "Mean length of a block in returns, of `stationary`; `auto`: as long as returns remember.",
        default: "auto",
      }),
    ),
    seed: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: "That of the backtest unless given." }),
    ),
    ruin: Type.Number({
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      description: "An account that falls to this share of its initial capital is ruined.",
      default: 0.5,
    }),
  },
  {
    description:
      "Other histories that could have come of the same returns: how much of the result is their order and luck.",
  },
);

export type WrittenMonteCarlo = Static<typeof monteCarlo>;
export type WrittenWalkForward = Static<typeof walkForward>;
export type WrittenCpcv = Static<typeof cpcv>;

/** Keys of a backtest that ask for studies of it. */
export const studyKeys = {
  walk_forward: Type.Optional(walkForward),
  cpcv: Type.Optional(cpcv),
  monte_carlo: Type.Optional(monteCarlo),
  ...sensitivityKeys,
  ...regressionKeys,
};
