/** How long a tearsheet takes to render, and how large it is. Aim: < 150 ms for 5,105 bars and 5,000 cells. */
import { renderTearsheet } from "../src/report/render-tearsheet.ts";
import type { TearsheetInput } from "../src/report/tearsheet-input.ts";
import { rankedCell } from "../test/report/support/fixed-input.ts";
import { crossResult, sampleInput, sp500Bars, walkBars } from "../test/report/support/sample-run.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measure } from "./support/measure.ts";

const RUNS = 15;

/** Cells on a square grid, best first, with made-up Sharpe ratios. */
function cells(count: number): TearsheetInput["ranked"] {
  const side = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, cell) =>
    rankedCell(cell, { fast: (cell * 7) % side, slow: Math.floor(cell / side) }, 1 - cell / count),
  );
}

function inputOf(bars: ReturnType<typeof sp500Bars>, cellCount: number): TearsheetInput {
  const best = crossResult(bars, { fast: 20, slow: 50 });
  const counts = { total: cellCount, succeeded: cellCount, cached: 0, failed: 0 };
  return sampleInput(bars, { best, ranked: cells(cellCount), cells: counts });
}

const inputs: readonly (readonly [string, TearsheetInput])[] = [
  ["5,105 bars, 5,000 cells", inputOf(sp500Bars(), 5000)],
  ["5,105 bars, 20,000 cells", inputOf(sp500Bars(), 20_000)],
  ["200,000 bars, 20,000 cells", inputOf(walkBars(200_000, 60_000), 20_000)],
];

console.log(describeMachine());
for (const [name, input] of inputs) {
  const kilobytes = Math.round(Buffer.byteLength(renderTearsheet(input)) / 1000);
  const time = await measure(RUNS, () => renderTearsheet(input));
  reportFigure({ work: `Tearsheet of ${name}`, time, amount: `${kilobytes} kB` });
}
