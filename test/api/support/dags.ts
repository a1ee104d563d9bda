export const GRID = `id: grid
description: <b>crossovers</b>
backtest:
  strategy: sma_cross
  data: { csv: "../prices.csv", bars_per_year: 252 }
  param_grid: { fast: [2, 3], slow: [5, 8] }
after_backtest: [tearsheet]
`;

export function prices(days: number): string {
  const rows = Array.from({ length: days }, (_, day) => {
    const price = 100 + 10 * Math.sin(day / 5);
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    return `${date},${price},${price},${price},${price}`;
  });
  return ["date,open,high,low,close", ...rows].join("\n");
}
