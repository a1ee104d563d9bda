/** What reading a million minutes costs: plain CSV, and a file with its day and time apart and decimal commas. */
import { barsFromCsv } from "../src/data/csv/read-csv-bars.ts";
import { openRows } from "../src/data/files/open-rows.ts";
import { barsFromRows } from "../src/data/files/read-file-bars.ts";

const ROWS = 1_000_000;
const TURNS = 3;
const source = { file: "prices.csv", symbol: "X", timeframe: "1m", columns: { time: "date" }, adjusted: false };
const reading = {
  header: ["date", "clock", "open", "high", "low", "close", "volume"],
  timeOfDay: "clock",
  dateFormat: "DD.MM.YYYY HH:mm",
  decimal: ",",
  delimiter: ";",
  repair: ["sort", "drop_duplicates", "drop_empty"],
} as const;

const times = Array.from({ length: ROWS }, (_, row) => new Date(Date.UTC(2020, 0, 1) + row * 60_000).toISOString());
const prices = Array.from({ length: 997 }, (_, index) => (100 + index / 100).toFixed(2));
const plain = Buffer.from(
  `time,open,high,low,close,volume\n${times.map((time, row) => `${time.slice(0, 19)}Z,${`${prices[row % 997]},`.repeat(4)}${row % 1000}`).join("\n")}`,
);
const european = Buffer.from(
  times
    .map((time, row) => {
      const price = prices[row % 997]?.replace(".", ",");
      const day = `${time.slice(8, 10)}.${time.slice(5, 7)}.${time.slice(0, 4)}`;
      return `${day};${time.slice(11, 16)};${`${price};`.repeat(4)}${row % 1000}`;
    })
    .join("\n"),
);

/** Seconds of a core, which other work on the machine does not change much. */
async function coreSeconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const best = { plain: Number.POSITIVE_INFINITY, european: Number.POSITIVE_INFINITY };
for (let turn = 0; turn < TURNS; turn++) {
  const columns = {};
  best.plain = Math.min(best.plain, await coreSeconds(() => barsFromCsv(plain, { ...source, columns })));
  const read = async () => barsFromRows(await openRows(european, reading, "prices.csv"), source, reading);
  best.european = Math.min(best.european, await coreSeconds(read));
}
process.stdout.write(
  `1 M minutes, seconds of a core: plain ${best.plain.toFixed(2)}, European ${best.european.toFixed(2)} (${(best.european / best.plain).toFixed(2)} ×)\n`,
);
