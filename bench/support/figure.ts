import { formatMs, type Measurement } from "./measure.ts";

/** What a bench found out about one work. */
export interface Figure {
  readonly work: string;
  /** Absent where the figure is not a time. */
  readonly time?: Measurement;
  /** What the time amounts to, such as a rate or a ratio. */
  readonly amount?: string;
  readonly aim?: Aim;
}

export interface Aim {
  /** Such as "≥ 250 M bar-cells/s". */
  readonly text: string;
  readonly isReached: boolean;
}

/** Prints a figure, and hands it to `bench/all.ts` where that has started the bench. */
export function reportFigure(figure: Figure): void {
  console.log(lineOf(figure));
  process.send?.(figure);
}

function lineOf({ work, time, amount, aim }: Figure): string {
  const parts = [
    ...(time === undefined ? [] : [timeOf(time)]),
    ...(amount === undefined ? [] : [amount]),
    ...(aim === undefined ? [] : [`aim ${aim.text}: ${aim.isReached ? "reached" : "MISSED"}`]),
  ];
  return `${work}: ${parts.join("; ")}`;
}

function timeOf({ runs, medianMs, bestMs, spread, cpuMs }: Measurement): string {
  const cpu = cpuMs === null ? "" : `, CPU ${formatMs(cpuMs)}`;
  return `${formatMs(medianMs)} (median of ${runs}, ±${(spread * 100).toFixed(0)} %, best ${formatMs(bestMs)}${cpu})`;
}

/** The figures of all benches as a Markdown table. */
export function figureTable(figures: readonly Figure[]): readonly string[] {
  return [
    "| work | median | ± | best | CPU | that is | aim | |",
    "|---|---|---|---|---|---|---|---|",
    ...figures.map(({ work, time, amount = "", aim }) => {
      const times =
        time === undefined
          ? ["", "", "", ""]
          : [
              formatMs(time.medianMs),
              `${(time.spread * 100).toFixed(0)} %`,
              formatMs(time.bestMs),
              time.cpuMs === null ? "" : formatMs(time.cpuMs),
            ];
      const reached = aim === undefined ? "" : aim.isReached ? "reached" : "**missed**";
      return `| ${[work, ...times, amount, aim?.text ?? "", reached].join(" | ")} |`;
    }),
  ];
}
