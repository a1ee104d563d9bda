import path from "node:path";
import { replayFile } from "../../app/replay-file.ts";
import { EXIT } from "../../contract/exit-codes.ts";
import type { ReplayedBacktest } from "../../runs/bundle/replay-bundle.ts";
import type { CommandContext } from "../command-context.ts";
import { stopOnInterrupt } from "../interrupts/stop-on-interrupt.ts";
import { createProgress } from "../terminal/progress.ts";

export function replay(name: string, context: CommandContext): Promise<void> {
  return stopOnInterrupt((signal) => replayUntil(signal, path.resolve(context.cwd, name), context));
}

async function replayUntil(signal: AbortSignal, file: string, context: CommandContext): Promise<void> {
  const { output } = context;
  const began = performance.now();
  const progress = createProgress(process.stderr);
  const tell = (backtest: string, done: number, total: number): void =>
    progress.update({ done, total, failed: 0, cached: 0, elapsedMs: performance.now() - began, running: [backtest] });
  const found = await replayFile(file, context, { signal, tell }).finally(() => progress.finish());
  const { manifest, backtests } = found;
  const isSame = backtests.every(({ difference }) => difference === null);
  output.json("replay", {
    run_id: manifest.run.id,
    same: isSame,
    backtests: backtests.map(({ backtest, cells, difference, refused }) => ({ backtest, cells, difference, refused })),
  });
  output.print(`Run ${manifest.run.id} of ${manifest.run.dag}, bundled by Nightgrid ${manifest.nightgrid}`);
  for (const one of backtests) for (const line of replayLines(one)) output.print(line);
  if (!isSame) process.exitCode = EXIT.invalid;
}

function replayLines({ backtest, cells, difference, refused }: ReplayedBacktest): readonly string[] {
  if (refused !== null) return [`${backtest}: not computed: ${refused}`];
  const count = cells.toLocaleString("en-US");
  if (difference === null) return [`${backtest}: ${count} cells, every metric the same`];
  const { cell, params, metric, recorded, replayed } = difference;
  return [
    `${backtest}: not the same, first in cell ${cell} ${JSON.stringify(params)}`,
    `  ${metric}: ${recorded ?? "undefined"} in the bundle, ${replayed ?? "undefined"} here`,
  ];
}
