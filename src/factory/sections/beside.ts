import { parseDurationMs } from "../../core/time/duration.ts";
import type { FactorSpec, OwnColumnSpec, ReferenceSpec, TableSpec } from "../../core/spec/beside-spec.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { readingOf } from "../../core/spec/data-reading.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { resolveBeside } from "./file-reference.ts";
import { reportAt, reportAtKey, type Section } from "./section.ts";
import { readTable } from "./table.ts";
import { checkUsedFile } from "./used-file.ts";

type WrittenData = NonNullable<BacktestBlock["data"]>;
type Beside = Pick<DataSpec, "extra" | "factors" | "references" | "universe">;
type WrittenUniverse = NonNullable<WrittenData["universe"]>;
type WrittenFactor = NonNullable<WrittenData["factors"]>[string];
type WrittenReference = NonNullable<WrittenData["references"]>[string];

/** What a strategy reads beside the prices. That the files are there is checked; what is in them when they are read. */
export async function readBeside(section: Section, written: WrittenData): Promise<Beside> {
  const extra = ownColumns(written.extra);
  const factors: FactorSpec[] = [];
  for (const [name, factor] of Object.entries(written.factors ?? {})) {
    const read = await readFactor(section, name, factor);
    if (read !== null) factors.push(read);
  }
  const references: ReferenceSpec[] = [];
  for (const [name, reference] of Object.entries(written.references ?? {})) {
    references.push(await readReference(section, name, reference));
  }
  refuseTwins(section, { extra, factors, references });
  const universe = written.universe === undefined ? null : await readUniverse(section, written.universe);
  return {
    ...(universe !== null && { universe }),
    ...(extra.length > 0 && { extra }),
    ...(factors.length > 0 && { factors }),
    ...(references.length > 0 && { references }),
  };
}

function ownColumns(extra: WrittenData["extra"] = []): readonly OwnColumnSpec[] {
  if (Array.isArray(extra)) return extra.map((header: string) => ({ name: header, header }));
  return Object.entries(extra).map(([name, header]) => ({ name, header }));
}

async function readUniverse(section: Section, written: WrittenUniverse): Promise<TableSpec | null> {
  const steps = ["data", "universe"];
  if (typeof written !== "string") return readTable(section, steps, written);
  const file = resolveBeside(section, steps, written);
  await checkUsedFile(section, steps, file);
  return file;
}

async function readFactor(section: Section, name: string, written: WrittenFactor): Promise<FactorSpec | null> {
  const steps = ["data", "factors", name];
  const table = await readTable(section, steps, written);
  if (written.lag !== undefined && written.columns.known_at !== undefined) {
    reportAt(section, [...steps, "lag"], {
      code: "DAG_VALUE_INVALID",
      message: `The factor "${name}" has a lag and a column known_at.`,
      hint: "Keep the column: it says of each value when it was published.",
    });
  }
  const { columns: _, reading } = readingOf({ ...written, columns: {} });
  const [lag, age] = [written.lag, written.max_age].map((text) => (text === undefined ? null : parseDurationMs(text)));
  if (table === null) return null;
  return {
    name,
    file: table,
    columns: written.columns,
    ...(typeof lag === "number" && { lagMs: lag }),
    ...(typeof age === "number" && { maxAgeMs: age }),
    ...(reading && { reading }),
  };
}

async function readReference(section: Section, name: string, written: WrittenReference): Promise<ReferenceSpec> {
  const steps = ["data", "references", name];
  const { dataset = null, symbol = null, timeframe, field, max_age: maxAge } = written;
  if (dataset === null && written.csv === undefined) {
    reportAt(section, steps, {
      code: "DAG_KEY_MISSING",
      message: `The reference "${name}" needs a dataset or a csv.`,
      hint: `For example ${name}: { csv: ./${name}.csv }.`,
    });
  }
  if (dataset !== null && !section.deps.datasets.includes(dataset)) {
    const message = `There is no dataset "${dataset}".`;
    const hint = suggestName(dataset, section.deps.datasets);
    reportAt(section, [...steps, "dataset"], { code: "DATASET_NOT_FOUND", message, hint });
  }
  const csv = written.csv === undefined ? null : resolveBeside(section, [...steps, "csv"], written.csv);
  if (csv !== null && !csv.includes("{symbol}")) await checkUsedFile(section, [...steps, "csv"], csv);
  const ageMs = maxAge === undefined ? null : parseDurationMs(maxAge);
  return {
    name,
    dataset,
    csv,
    symbol,
    ...(timeframe !== undefined && { timeframe }),
    field,
    ...readingOf(written),
    ...(ageMs !== null && { maxAgeMs: ageMs }),
  };
}

/** All of them are columns of one table. */
function refuseTwins(section: Section, { extra, factors, references }: Required<Omit<Beside, "universe">>): void {
  const seen = new Set(extra.map(({ name }) => name));
  for (const [key, list] of [
    ["factors", factors],
    ["references", references],
  ] as const) {
    for (const { name } of list) {
      if (seen.has(name)) {
        const message = `There are two columns named "${name}" beside the prices.`;
        reportAtKey(section, ["data", key, name], { code: "DAG_VALUE_INVALID", message, hint: "Rename one of them." });
      }
      seen.add(name);
    }
  }
}
