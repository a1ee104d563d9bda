import path from "node:path";
import { ingestDeps } from "../../app/data/ingest-deps.ts";
import { isoMoment } from "../../contract/asked/iso-moment.ts";
import { exitCodeOf } from "../../contract/error-outcomes.ts";
import { fetchedPricesJson } from "../../contract/json/data/prices-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { type BackfillEntry, readBackfillList } from "../../data/sources/backfill-list.ts";
import { readTextFile } from "../../files/read-text-file.ts";
import { type FetchedMany, type FetchJob, fetchMany } from "../../runs/ingest/fetch-many.ts";
import { fetchPrices } from "../../runs/ingest/fetch-prices.ts";
import type { IngestDeps, IngestProgress, IngestWatch } from "../../runs/ingest/ingest-deps.ts";
import { updateKnown } from "../../runs/ingest/update-known.ts";
import type { SeriesFilter } from "../../store/prices/list-series.ts";
import type { CommandContext } from "../command-context.ts";
import { hearInterrupts, type Interrupt, interruptExitCode } from "../interrupts/interrupts.ts";
import { openCommandProject } from "../project/open-project.ts";
import { createFetchProgress } from "../terminal/fetch-progress.ts";
import { fetchedLines } from "../views/data/prices-view.ts";

export interface SpanOptions {
  readonly timeframe: string;
  readonly from?: string;
  readonly to?: string;
  readonly again?: boolean;
}

export interface FetchOptions extends SpanOptions {
  readonly as?: string;
  readonly adjust?: string;
}

const MOST_LIST_BYTES = 5 * 1024 * 1024;

export async function fetchData(
  source: string,
  instruments: readonly string[],
  options: FetchOptions,
  context: CommandContext,
): Promise<void> {
  if (options.as !== undefined && instruments.length > 1) {
    throw new AppError("USAGE", "--as names one symbol, and there are several instruments", {
      hint: "Fetch them one by one, or all of them with: nightgrid data backfill <file>",
    });
  }
  const { as, adjust } = options;
  const entries = instruments.map((id) => ({ id, source, ...(as !== undefined && { symbol: as }) }));
  await fetching(context, (parts) => fetchMany(jobsOf(entries, { ...options, source, adjust }, parts), parts.watch));
}

export async function backfillData(
  file: string,
  options: SpanOptions & { readonly source: string },
  context: CommandContext,
): Promise<void> {
  const text = await readTextFile(path.resolve(context.cwd, file), { maxBytes: MOST_LIST_BYTES });
  const entries = readBackfillList(text, file);
  await fetching(context, (parts) => fetchMany(jobsOf(entries, { ...options, adjust: undefined }, parts), parts.watch));
}

export async function updateData(filter: SeriesFilter, context: CommandContext): Promise<void> {
  await fetching(context, (parts) => updateKnown(filter, parts));
}

interface Parts {
  readonly deps: IngestDeps;
  readonly watch: IngestWatch;
}

type Entry = Omit<BackfillEntry, "symbol"> & { readonly symbol?: string };

function jobsOf(
  entries: readonly Entry[],
  options: SpanOptions & { readonly source: string; readonly adjust: string | undefined },
  parts: Parts,
): readonly FetchJob[] {
  const from = options.from === undefined ? null : momentOf("--from", options.from);
  const to = options.to === undefined ? null : endOf(options.to);
  return entries.map(({ id, symbol, source = options.source, timeframe = options.timeframe }) => ({
    source,
    name: symbol ?? id,
    timeframe,
    run: () =>
      fetchPrices(
        {
          source,
          instrument: id,
          timeframe,
          from,
          to,
          again: options.again ?? false,
          ...(symbol !== undefined && { as: symbol }),
          ...(options.adjust !== undefined && { adjustment: options.adjust }),
        },
        parts,
      ),
  }));
}

/** Opens the project, fetches, ends cleanly on Ctrl-C, and tells what has come. */
async function fetching(context: CommandContext, work: (parts: Parts) => Promise<FetchedMany>): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "work");
  const ending = new AbortController();
  const progress = createFetchProgress(process.stderr);
  let interrupt: Interrupt | null = null;
  const letGo = hearInterrupts(
    (signal) => {
      interrupt = signal;
      progress.note("Ending after this page; once more leaves at once. The same command goes on there.");
      ending.abort();
    },
    (signal) => process.exit(interruptExitCode(signal)),
  );
  try {
    const watch = {
      signal: ending.signal,
      onProgress: (part: IngestProgress) => progress.update(part),
      onNote: (text: string) => progress.note(project.secrets.mask(text)),
    };
    const fetched = await work({ deps: ingestDeps(project), watch });
    progress.finish();
    output.json("fetched_prices", fetchedPricesJson(fetched, interrupt !== null));
    for (const line of fetchedLines(fetched, output.colors)) output.print(line);
    const [failure] = fetched.failed;
    if (failure !== undefined) process.exitCode = exitCodeOf(failure.error);
    if (interrupt !== null) process.exitCode = interruptExitCode(interrupt);
  } finally {
    progress.finish();
    letGo();
  }
}

export function momentOf(option: string, text: string): number {
  const moment = isoMoment(text);
  if (moment !== null) return moment.getTime();
  throw new AppError("USAGE", `${option} takes no "${text}".`, {
    hint: "Write a day (2024-03-01) or a moment (2024-03-01T08:00:00Z).",
  });
}

/** A day is meant to its end. */
export function endOf(text: string): number {
  const moment = momentOf("--to", text);
  return text.length === 10 ? moment + DAY_MS : moment;
}
