import { DRAWS, type DrawMethod, type DrawSpec } from "../../../core/spec/search/search-spec.ts";
import { MOST_SOBOL_AXES } from "../../draw/sobol.ts";
import type { BacktestBlock } from "../../schema/backtest-schema.ts";
import type { WrittenSearch } from "../../schema/study/search-schema.ts";
import { isWritten, reportAt, reportAtKey, type Section } from "../section.ts";

type Method = WrittenSearch["method"];

/** Keys of `search` that count for each method. */
const KEYS_OF: Readonly<Record<Method, readonly (keyof WrittenSearch)[]>> = {
  grid: [],
  random: ["n", "seed"],
  sobol: ["n", "seed"],
  latin_hypercube: ["n", "seed"],
  successive_halving: ["n", "seed", "draw", "eta", "min_cells", "rungs", "by", "objective"],
  tpe: ["n", "seed", "startup", "batch", "objective"],
};

/** Whether cells are drawn or chosen, so that a range needs no step. */
export function isSearchedBlock({ search }: Pick<BacktestBlock, "search">): boolean {
  return search !== undefined && drawMethodOf(search) !== null;
}

/** How the cells of a block are drawn; null for all of its grid, or when it was reported. */
export function readDraw(section: Section, block: BacktestBlock): DrawSpec | null {
  const { search } = block;
  if (search === undefined) return null;
  reportIdleKeys(section, search);
  if (search.method !== "grid" && block.add.length > 0 && isWritten(section, "add")) {
    const hint = "Leave it out, or try these cells in a backtest of their own.";
    reportAtKey(section, ["add"], {
      code: "DAG_KEY_CONFLICT",
      message: `"add" names cells, and ${search.method} finds its own.`,
      hint,
    });
  }
  const method = drawMethodOf(search);
  if (method === null) return null;
  if (search.n === undefined) {
    const message = `${search.method} needs "n", the number of cells to try.`;
    reportAt(section, ["search", "method"], { code: "DAG_KEY_MISSING", message, hint: "For example n: 200." });
    return null;
  }
  const axes = Object.keys(block.param_grid).length;
  if (method === "sobol" && axes > MOST_SOBOL_AXES) {
    const message = `A Sobol sequence has at most ${MOST_SOBOL_AXES} axes here, and this grid has ${axes}.`;
    const hint = "Draw them with latin_hypercube or random.";
    reportAt(section, ["search", "method"], { code: "DAG_VALUE_INVALID", message, hint });
    return null;
  }
  return { method, n: search.n, seed: search.seed ?? block.seed };
}

/** Null for all combinations. */
function drawMethodOf({ method, n, draw = "sobol" }: WrittenSearch): DrawMethod | null {
  if (method === "successive_halving") return n === undefined ? null : draw;
  if (method === "tpe") return "sobol";
  return DRAWS.find((one) => one === method) ?? null;
}

function reportIdleKeys(section: Section, search: WrittenSearch): void {
  const idle = (Object.keys(search) as (keyof WrittenSearch)[]).filter(
    (key) => key !== "method" && search[key] !== undefined && !KEYS_OF[search.method].includes(key),
  );
  for (const key of idle) {
    const known = KEYS_OF[search.method];
    const hint = known.length === 0 ? "It has no keys of its own." : `It has ${known.join(", ")}.`;
    const message = `"${key}" does not count for method: ${search.method}.`;
    reportAtKey(section, ["search", key], { code: "DAG_KEY_CONFLICT", message, hint });
  }
}
