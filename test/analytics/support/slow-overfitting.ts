/** PBO straight from its definition, on the whole return matrix: the Sharpe ratio of every cell in every split. */
export function slowOverfitting(series: readonly Float64Array[], blocks: number): { pbo: number; loss: number } {
  const halves = [...Array(2 ** blocks).keys()].filter((mask) => ones(mask) === blocks / 2);
  let overfit = 0;
  let losses = 0;
  for (const mask of halves) {
    const inside = series.map((returns) => sharpeOf(pick(returns, blocks, (block) => (mask & (2 ** block)) !== 0)));
    const outside = series.map((returns) => sharpeOf(pick(returns, blocks, (block) => (mask & (2 ** block)) === 0)));
    const chosen = outside[inside.indexOf(Math.max(...inside))] ?? 0;
    const below = outside.filter((ratio) => ratio < chosen).length;
    const equal = outside.filter((ratio) => ratio === chosen).length;
    if ((below + (equal + 1) / 2) / (series.length + 1) <= 0.5) overfit += 1;
    if (chosen < 0) losses += 1;
  }
  return { pbo: overfit / halves.length, loss: losses / halves.length };
}

function ones(mask: number): number {
  return mask.toString(2).replaceAll("0", "").length;
}

function pick(returns: Float64Array, blocks: number, wanted: (block: number) => boolean): Float64Array {
  const longer = returns.length % blocks;
  const size = Math.floor(returns.length / blocks);
  return returns.filter((_, bar) => {
    const inLonger = Math.floor(bar / (size + 1));
    return wanted(inLonger < longer ? inLonger : Math.floor((bar - longer) / size));
  });
}

function sharpeOf(returns: Float64Array): number {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const square = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return square === 0 ? 0 : mean / Math.sqrt(square / (returns.length - 1));
}
