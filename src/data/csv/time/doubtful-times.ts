import { type ClockDoubt, clockDoubt } from "../../../core/time/trading-session.ts";

/** Times of a file that say no offset, and that a change of clocks makes doubtful. */
export interface DoubtfulTimes {
  /** @param written as a clock shows it, in milliseconds, as if it showed UTC */
  hear(written: number, timezone: string): void;
  /** What to tell people, naming the first times; empty when nothing is doubtful. */
  warnings(symbol: string): readonly string[];
}

const TIMES_TOLD = 3;

const MEANINGS: Readonly<Record<ClockDoubt, readonly [shown: string, read: string]>> = {
  twice: ["twice", "when they are set back, and read as the first of the two"],
  never: ["by no clock", "since they are set forward then, and read as if they had not been yet"],
};

export function doubtfulTimes(): DoubtfulTimes {
  const found = new Map<ClockDoubt, { count: number; readonly times: number[] }>();
  let zone: { readonly timezone: string; readonly doubtOf: (local: number) => ClockDoubt | null } | null = null;
  return {
    hear(written, timezone) {
      if (zone?.timezone !== timezone) zone = { timezone, doubtOf: clockDoubt(timezone) };
      const doubt = Number.isNaN(written) ? null : zone.doubtOf(written);
      if (doubt === null) return;
      const told = found.get(doubt) ?? { count: 0, times: [] };
      found.set(doubt, told);
      told.count++;
      if (told.times.length < TIMES_TOLD) told.times.push(written);
    },
    warnings: (symbol) =>
      [...found].map(([doubt, { count, times }]) => {
        const [how, meaning] = MEANINGS[doubt];
        const what = `${count} ${count === 1 ? "time" : "times"} of ${zone?.timezone ?? ""}`;
        const first = times.map((time) => new Date(time).toISOString().slice(0, 16).replace("T", " "));
        return `${symbol}: ${what} shown ${how}, ${meaning} (${first.join(", ")}${count > times.length ? ", …" : ""})`;
      }),
  };
}
