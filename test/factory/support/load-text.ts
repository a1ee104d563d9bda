import path from "node:path";
import { readFileSync } from "node:fs";
import { AppError } from "../../../src/core/errors/app-error.ts";
import type { ParamSpecs } from "../../../src/core/params/param-spec.ts";
import { checkDag, type LoadedDag } from "../../../src/factory/check-dag.ts";
import type { FactoryDeps } from "../../../src/factory/factory-deps.ts";
import type { KnownStrategy } from "../../../src/engine/kinds/known-strategy.ts";

const SMA_PARAMS: ParamSpecs = {
  fast: { kind: "int", default: 20, min: 1 },
  slow: { kind: "int", default: 50, min: 1 },
  position_size: { kind: "float", default: 0.95, min: 0, max: 1 },
  exit: { kind: "choice", default: "cross", choices: ["cross", "stop"] },
  commission_bps: { kind: "float", default: 0, min: 0, optional: true },
};

const SMA_CROSS: KnownStrategy = { name: "sma_cross", params: SMA_PARAMS, kind: "signals" };

export const FOLDER = "/dags";

/** A small world around DAG files: two strategies, three callbacks, one dataset, and the files of `files` in /dags. */
export function worldOf(files: Readonly<Record<string, string>> = {}, env: FactoryDeps["env"] = {}): FactoryDeps {
  const texts = new Map(Object.entries(files).map(([name, text]) => [path.join(FOLDER, name), text]));
  return {
    env,
    now: () => new Date("2026-05-05T05:00:00Z"),
    async readText(file) {
      const text = texts.get(file);
      if (text === undefined) throw missing(file);
      return text;
    },
    exists: async (file) => texts.has(file),
    async checkFile(file) {
      if (!texts.has(file)) throw missing(file);
    },
    strategies: {
      names: ["sma_cross", "buy_and_hold"],
      builtin: (name) =>
        name === "sma_cross" ? SMA_CROSS : name === "buy_and_hold" ? { name, params: {}, kind: "signals" } : undefined,
      async load(file, exportName) {
        if (exportName === "broken") throw new Error("Unexpected token");
        return { name: path.basename(file), params: { window: { kind: "int", default: 3, min: 2 } }, kind: "panel" };
      },
    },
    callbacks: {
      names: ["check_data", "rank", "tearsheet"],
      async check(ref, options) {
        if (ref.kind === "module" && ref.exportName !== "publish") {
          return [{ option: null, message: `it has no export "${ref.exportName}"` }];
        }
        const unknown = Object.keys(options).filter((name) => ref.kind === "builtin" && name !== "top");
        return unknown.map((option) => ({ option, message: `there is no option "${option}"` }));
      },
    },
    datasets: ["sp500"],
    sources: [
      { name: "coingecko", timeframes: ["1d", "1h"], hasActions: false },
      { name: "tiingo", timeframes: ["1d"], hasActions: true },
    ],
    async resolveData({ csv, symbols, timeframe }) {
      if (timeframe !== "1d") {
        throw new AppError("DATASET_NOT_FOUND", "It has no such bars", { details: { key: "timeframe" } });
      }
      const named = symbols.length > 0 ? symbols : ["SPX"];
      return named.map((symbol) => ({ symbol, file: (csv ?? "").replaceAll("{symbol}", symbol) }));
    },
    alertConditionProblem: (when) => (when.includes("sharp ") ? { message: `best has no "sharp".`, hint: null } : null),
  };
}

function missing(file: string): AppError {
  return new AppError("FILE_NOT_FOUND", `There is no file ${file}`);
}

export const EXAMPLE_TEXT = readFileSync(new URL("../fixtures/nightly.yaml", import.meta.url), "utf8");

export function loadExample(): Promise<LoadedDag> {
  return loadText(EXAMPLE_TEXT);
}

export function loadText(text: string, world: FactoryDeps = worldOf()): Promise<LoadedDag> {
  return checkDag(text, path.join(FOLDER, "dag.yaml"), world);
}
