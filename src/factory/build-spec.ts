import { deepFreeze } from "../core/values/deep-freeze.ts";
import { parseDurationMs } from "../core/time/duration.ts";
import { type BacktestSpec, type DagSpec, isScriptSpec, type ScheduleSpec } from "./dag-spec.ts";
import type { DagFile } from "./schema/dag-schema.ts";
import { readAlerts } from "./sections/alerts.ts";
import { readBacktest } from "./sections/backtest.ts";
import { readCallbacks } from "./sections/callbacks.ts";
import { checkFetching } from "./sections/fetching.ts";
import { readNotifications } from "./sections/notifications.ts";
import { noteOldNames, readExecutor } from "./sections/executor.ts";
import { checkNeeds } from "./sections/needs.ts";
import { readRetention } from "./sections/retention.ts";
import { readSchedule } from "./sections/schedule.ts";
import { readSeries } from "./sections/series.ts";
import { isScript } from "./sections/script.ts";
import { refuseChoices } from "./sections/search/search.ts";
import { refuseStudies } from "./sections/study.ts";
import { readTimeliness } from "./sections/timeliness.ts";
import { readOwnRules, readWorkRules } from "./sections/work-rules.ts";
import { reportMissing, type Section, sectionAt } from "./sections/section.ts";

/** Reads every section, reporting what makes no sense. Only meaningful as a whole when nothing was reported. */
export async function buildSpec(section: Section, file: DagFile): Promise<DagSpec> {
  if (file.id === undefined) {
    reportMissing(section, ["id"], { message: "A DAG needs an id.", hint: "For example id: my_dag." });
  }
  const schedule = file.schedule === undefined ? null : readSchedule(sectionAt(section, "schedule"), file.schedule);
  const notifications = readNotifications(section, file);
  const backtests = (await readBacktests(section, file)).map((backtest) => placed(backtest, file, schedule));
  checkFetching(section, file, backtests);
  return deepFreeze({
    id: file.id ?? "",
    description: file.description,
    tags: file.tags,
    schedule,
    backtests,
    before: await readCallbacks(section, "before_backtest", file),
    after: [...readSeries(file), ...(await readCallbacks(section, "after_backtest", file))],
    alerts: readAlerts(section, file),
    ...(notifications !== null && { notifications }),
    ...readWorkRules(file),
    timeoutMs: parseDurationMs(file.timeout) ?? 0,
    ...readTimeliness(section, file, schedule),
    ...readRetention(section, file),
    ...(file.pause_after !== undefined && { pauseAfter: file.pause_after }),
  });
}

/** What the rest of the file says of a script: where its results are beside those of others, and the market of the schedule. */
function placed(backtest: BacktestSpec, file: DagFile, schedule: ScheduleSpec | null): BacktestSpec {
  if (!isScriptSpec(backtest)) return backtest;
  const folder = file.backtests === undefined ? "" : backtest.name;
  const calendar = backtest.strategy.calendar ?? calendarOf(schedule);
  return { ...backtest, strategy: { ...backtest.strategy, folder, calendar } };
}

function calendarOf(schedule: ScheduleSpec | null): string | null {
  if (schedule === null) return null;
  return "calendar" in schedule ? schedule.calendar : (schedule.holidaysOf ?? null);
}

async function readBacktests(section: Section, file: DagFile): Promise<readonly BacktestSpec[]> {
  const { backtest, backtests } = file;
  const blocks = backtests ?? (backtest === undefined ? {} : { backtest });
  if (Object.keys(blocks).length === 0) {
    const hint = "Write backtest: with a strategy and data, or backtests: with named blocks.";
    reportMissing(section, ["backtest", "backtests"], { message: "A DAG needs a backtest.", hint });
  }
  noteOldNames(section, file);
  const specs: BacktestSpec[] = [];
  for (const [name, block] of Object.entries(blocks)) {
    const steps = backtests === undefined ? ["backtest"] : ["backtests", name];
    const own = sectionAt(section, ...steps);
    const read = await readBacktest(own, name, block);
    const executor = readExecutor(own, block, file);
    if (executor.executor !== undefined) {
      if (!isScript(block)) refuseChoices(own, block, "is computed by jobs of AWS Batch");
      refuseStudies(own, "is computed by workers that have the bars at hand, and this backtest by jobs of AWS Batch");
    }
    const spec = read === null ? null : { ...read, ...readOwnRules(block, file), ...executor };
    if (spec !== null) specs.push(spec);
  }
  if (backtests !== undefined) checkNeeds(section, backtests);
  return specs;
}
