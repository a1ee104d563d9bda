import type { Project } from "../../app/project.ts";
import { EXIT } from "../../contract/exit-codes.ts";
import { goldenCheckJson, goldenJson } from "../../contract/json/regression/golden-json.ts";
import { checkGolden, type GoldenCheck } from "../../runs/golden/check-golden.ts";
import type { GoldenEntry } from "../../runs/golden/golden.ts";
import { listGoldens, readGolden, replaceGolden, writeNewGolden } from "../../runs/golden/golden-folder.ts";
import { requireGoldenName } from "../../runs/golden/golden-name.ts";
import { takeResults } from "../../runs/golden/take-golden.ts";
import type { RunId } from "../../core/names/ids.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { CommandContext } from "../command-context.ts";
import { reasonedAct } from "../options/act-options.ts";
import { openCommandProject } from "../project/open-project.ts";
import { goldenCheckLines, goldenTable } from "../views/regression/golden-view.ts";

interface WhyOptions {
  readonly why: string;
  readonly by?: string;
  readonly json?: boolean;
}

export interface SaveOptions extends WhyOptions {
  readonly backtest?: string;
  readonly cells: number;
  readonly rtol: number;
  readonly atol: number;
}

export type RefreshOptions = WhyOptions;

export interface CheckOptions {
  readonly run?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** `nightgrid golden save` */
export async function saveGolden(
  [written, run]: readonly [string, string],
  options: SaveOptions,
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  const name = requireGoldenName(written);
  if (options.cells === 0) throw new AppError("USAGE", "--cells takes 1 or more: a golden without cells holds nothing");
  await using project = await openCommandProject(context, "look");
  const { deps, home } = project;
  const golden = await retryUntilConnected(async () => {
    const runId = await findRun(deps.database, run);
    const { backtest = null, cells, rtol, atol } = options;
    const results = await takeResults({ runId, backtest, cells }, deps);
    const tolerance = { relative: rtol, absolute: atol };
    return { name, ...results, history: [entryOf(options, runId, project)], tolerance };
  }, project.patience);
  await writeNewGolden(home, golden);
  output.json("saved_golden", { golden: goldenJson(golden, deps.clock.now()) });
  output.print(
    `goldens/${name}.json: ${Object.keys(golden.cells).length} cells of ${golden.backtest}, run ${golden.history[0]?.run ?? ""}`,
  );
}

/** `nightgrid golden refresh` */
export async function refreshGolden(
  name: string,
  run: string | undefined,
  options: RefreshOptions,
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const { deps, home } = project;
  const old = await readGolden(home, name);
  const { check, golden } = await retryUntilConnected(async () => {
    const runId = await findRun(deps.database, run ?? old.dag);
    const cells = Object.keys(old.cells).length;
    const results = await takeResults({ runId, backtest: old.backtest, cells }, deps);
    const history = [...old.history, entryOf(options, runId, project)];
    return { check: await checkGolden(old, runId, deps), golden: { ...old, ...results, history } };
  }, project.patience);
  await replaceGolden(home, golden);
  output.json("saved_golden", { golden: goldenJson(golden, deps.clock.now()) });
  for (const line of goldenCheckLines(check, { limit: 10, output })) output.print(line);
  output.print(`goldens/${name}.json: these results are the right ones from now on`);
}

/** `nightgrid golden check` */
export async function checkGoldens(
  names: readonly string[],
  { run, limit }: CheckOptions,
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const { deps, home } = project;
  const wanted = names.length > 0 ? names : (await listGoldens(home)).map(({ name }) => name);
  const most = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  const checks: GoldenCheck[] = [];
  for (const name of wanted) {
    const golden = await readGolden(home, name);
    checks.push(
      await retryUntilConnected(
        async () => checkGolden(golden, await findRun(deps.database, run ?? golden.dag), deps),
        project.patience,
      ),
    );
  }
  const now = deps.clock.now();
  const same = checks.every((check) => check.same);
  output.json("golden_checks", { same, goldens: checks.map((check) => goldenCheckJson(check, now, most)) });
  if (checks.length === 0) output.print(NONE);
  for (const line of checks.flatMap((check) => goldenCheckLines(check, { limit: most, output }))) output.print(line);
  if (!same) process.exitCode = EXIT.invalid;
}

/** `nightgrid golden list` */
export async function showGoldens(context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const found = await listGoldens(project.home);
  const now = project.deps.clock.now();
  const goldens = found.flatMap(({ golden }) => (golden === null ? [] : [goldenJson(golden, now)]));
  const invalid = found.flatMap(({ name, error }) =>
    error === null ? [] : [{ name, code: error.code, message: error.message }],
  );
  output.json("goldens", { goldens, invalid });
  for (const line of found.length === 0 ? [NONE] : goldenTable(goldens)) output.print(line);
  for (const { message } of invalid) output.note(output.colors.yellow(message));
}

const NONE = 'There are no goldens. Save one with: nightgrid golden save <name> <run> --why "…"';

function entryOf({ why, by }: WhyOptions, run: RunId, project: Project): GoldenEntry {
  const act = reasonedAct({ reason: why, ...(by !== undefined && { by }) }, project);
  return { at: project.deps.clock.now().toISOString(), by: act.by, why: act.reason ?? "", run };
}
