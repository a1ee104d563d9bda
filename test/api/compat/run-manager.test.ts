import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { GOOD_FILES } from "../../executors/script/support/script-project.ts";
import { createTestApi, type TestApi } from "../support/test-api.ts";

const RUN_ID = /^\d{8}_\d{6}_[0-9a-f]{8}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

let api: TestApi;
/** A run that went well, and one that did not. */
let good: string;
let bad: string;

beforeAll(async () => {
  api = await createTestApi({ NIGHTGRID_COMPAT: "run_manager" });
  api.write("scripts/strategies/straddle.sh", `${GOOD_FILES}\nfor n in 1 2 3 4 5; do echo "line $n"; done\necho "$@"`);
  api.write("scripts/broken.py", 'import sys\nprint("starting")\nraise ValueError("strike 0 is not on the chain")\n');
  await using _ = await api.worker();
  good = await start({ script: "strategies/straddle.sh", params: { strike: "ATM", lots: 2, hedge: true } });
  bad = await start({ script: "broken.py" });
  await Promise.all([api.ended(good), api.ended(bad)]);
}, 60_000);

async function start(body: unknown): Promise<string> {
  const { status, body: answer } = await api.post("/api/backtest/run", body, { "x-test-role": "operator" });
  expect({ status, answer }).toMatchObject({ status: 202 });
  return answer.run_id;
}

const asViewer = { "x-test-role": "viewer" };
const get = (address: string) => api.get(address, asViewer);

describe("a client of the run manager", () => {
  it("starts a script and is told its run", async () => {
    const { status, body } = await api.post("/api/backtest/run", { script: "scripts/broken.py" });
    expect(status).toBe(202);
    expect(body).toEqual({
      success: true,
      run_id: expect.stringMatching(RUN_ID),
      status: "queued",
      message: expect.any(String),
    });
    expect((await get(`/api/backtest/status/${body.run_id}`)).body).toMatchObject({
      status: "queued",
      started_at: null,
      completed_at: null,
      exit_code: null,
      error_message: null,
      validation_results: null,
      duration_seconds: null,
    });
    expect((await api.post(`/api/backtest/cancel/${body.run_id}`)).body).toEqual({
      success: true,
      message: "Run cancelled",
    });
    expect((await get(`/api/backtest/status/${body.run_id}`)).body.status).toBe("cancelled");
  });

  it("sees how a run went", async () => {
    const { status, body } = await get(`/api/backtest/status/${good}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      run_id: good,
      script_path: "strategies/straddle.sh",
      params: { strike: "ATM", lots: 2, hedge: true },
      status: "completed",
      created_at: expect.stringMatching(TIME),
      started_at: expect.stringMatching(TIME),
      completed_at: expect.stringMatching(TIME),
      output_dir: `results/run_${good}`,
      exit_code: 0,
      error_message: null,
      validation_results: expect.objectContaining({ valid: true, errors: [] }),
      duration_seconds: expect.any(Number),
    });
    expect(body.validation_results.file_checks["trades.csv"]).toMatchObject({
      exists: true,
      errors: [],
      row_count: 12,
      columns: ["entry_time", "exit_time", "strike", "pnl"],
    });
  });

  it("reads error_message of a run that failed, as the React sample does", async () => {
    const { body } = await get(`/api/backtest/status/${bad}`);
    expect(body).toMatchObject({ status: "failed", exit_code: 1 });
    expect(body.error_message).toContain("strike 0 is not on the chain");
  });

  it("wakes nobody", async () => {
    const { rows } = await api.database.pool.query("select count(*)::int as alarms from alarm");
    expect(rows).toEqual([{ alarms: 0 }]);
  });

  it("reads the last lines of its log", async () => {
    const { body } = await get(`/api/backtest/logs/${good}?lines=2`);
    expect(body.run_id).toBe(good);
    expect(body.lines[0]).toBe("line 5");
    expect(body.lines[1]).toContain("--hedge true --lots 2 --strike ATM --output_dir ");
    expect(body.total_lines).toBe(6);
  });

  it("lists and downloads its files", async () => {
    const { body } = await get(`/api/backtest/results/${good}`);
    expect(body).toMatchObject({ run_id: good, output_dir: `results/run_${good}` });
    expect(body.files.map(({ name }: { readonly name: string }) => name)).toEqual(
      expect.arrayContaining(["execution.log", "pnl.csv", "summary.csv", "trades.csv"]),
    );
    expect(body.files[0]).toEqual({
      name: expect.any(String),
      size: expect.any(Number),
      modified: expect.stringMatching(TIME),
    });
    const file = await get(`/api/backtest/results/${good}/trades.csv`);
    expect(file.status).toBe(200);
    expect(file.headers.get("content-disposition")).toContain("attachment");
    expect(file.text.split("\n")[0]).toBe("entry_time,exit_time,strike,pnl");
  });

  it("has the files checked again", async () => {
    const { status, body } = await api.post(`/api/backtest/validate/${good}`);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["valid", "errors", "warnings", "file_checks"]);
    expect(body).toMatchObject({ valid: true, file_checks: { "pnl.csv": { exists: true, size: expect.any(Number) } } });
  });

  it("lists runs by state, with the total", async () => {
    const { body } = await get("/api/backtest/list?status=failed&limit=1");
    expect(body.total).toBe(1);
    expect(body.runs).toEqual([expect.objectContaining({ run_id: bad, status: "failed", exit_code: 1 })]);
    expect((await get("/api/backtest/list")).body.runs.length).toBeGreaterThan(1);
    const wrong = await get("/api/backtest/list?status=complete");
    expect(wrong.status).toBe(400);
    expect(wrong.body.hint).toBe('Did you mean "completed"?');
  });

  it("asks whether all is well", async () => {
    const { status, body } = await get("/api/health");
    expect(status).toBe(200);
    expect(body).toEqual({
      status: "healthy",
      timestamp: expect.stringMatching(TIME),
      active_runs: 0,
      queued_runs: 0,
    });
  });

  it("is told why in the words that it looks for", async () => {
    const { status, headers, body } = await get("/api/backtest/status/20200101_000000_00000000");
    expect(status).toBe(404);
    expect(headers.get("content-type")).toContain("application/problem+json");
    expect(body).toMatchObject({
      success: false,
      error: "Run not found: 20200101_000000_00000000",
      code: "RUN_NOT_FOUND",
    });
  });

  it("cannot cancel what has ended", async () => {
    const { status, body } = await api.post(`/api/backtest/cancel/${good}`);
    expect({ status, body }).toMatchObject({ status: 409, body: { success: false } });
    expect(body.error).toContain("completed");
  });
});

it("the same request runs the script again, with files of its own", async () => {
  await using _ = await api.worker();
  const id = await start({ script: "strategies/straddle.sh", params: { strike: "ATM", lots: 2, hedge: true } });
  await api.ended(id);
  expect((await get(`/api/backtest/status/${id}`)).body).toMatchObject({ status: "completed", exit_code: 0 });
  const { files } = (await get(`/api/backtest/results/${id}`)).body;
  expect(files.map(({ name }: { readonly name: string }) => name)).toContain("trades.csv");
}, 60_000);

it("the Python sample runs against it", async () => {
  const sample = `
import json, sys, time, urllib.request
base = sys.argv[1]
def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, {"Content-Type": "application/json", "x-test-role": "operator"}, method=method)
    return json.load(urllib.request.urlopen(request))
started = call("POST", "/api/backtest/run", {"script": "strategies/straddle.sh", "params": {"strike": "OTM1"}})
while True:
    status = call("GET", "/api/backtest/status/" + started["run_id"])
    if status["status"] in ("completed", "failed", "cancelled"):
        break
    time.sleep(0.1)
files = call("GET", "/api/backtest/results/" + started["run_id"])["files"]
print(json.dumps([status["status"], status["params"], sorted(file["name"] for file in files)]))
`;
  await using _ = await api.worker();
  const { stdout } = await promisify(execFile)("python3", ["-c", sample, api.url]);
  const [status, params, files] = JSON.parse(stdout);
  expect(status).toBe("completed");
  expect(params).toEqual({ strike: "OTM1" });
  expect(files).toContain("summary.csv");
}, 60_000);

it("a script that runs can be watched and cancelled, and nothing of it is left", async () => {
  api.write("scripts/slow.sh", 'echo "pid $$"\nsleep 600\n');
  await using _ = await api.worker();
  const id = await start({ script: "slow.sh" });
  let line = "";
  while (!line.startsWith("pid ")) line = (await get(`/api/backtest/logs/${id}?lines=1`)).body.lines[0] ?? "";
  expect((await get("/api/health")).body).toMatchObject({ active_runs: 1, queued_runs: 0 });
  expect((await get("/api/backtest/list?status=running")).body.runs).toMatchObject([{ run_id: id, status: "running" }]);
  expect((await api.post(`/api/backtest/validate/${id}`)).body).toMatchObject({ valid: false });
  expect((await api.post(`/api/backtest/cancel/${id}`)).body).toEqual({ success: true, message: "Run cancelled" });
  await api.ended(id);
  const { body } = await get(`/api/backtest/status/${id}`);
  expect(body).toMatchObject({ status: "cancelled", completed_at: expect.stringMatching(TIME) });
  expect(() => process.kill(Number(line.slice(4)), 0)).toThrow(expect.objectContaining({ code: "ESRCH" }));
  expect((await get(`/api/backtest/results/${id}`)).body.files).toEqual([]);
}, 60_000);

describe("a token that is limited to certain DAGs", () => {
  const asked = { "x-test-role": "operator", "x-test-dags": "run_manager_strategies_straddle" };

  it("starts and sees the runs of its scripts alone", async () => {
    const other = await api.post("/api/backtest/run", { script: "broken.py" }, asked);
    expect({ status: other.status, success: other.body.success }).toEqual({ status: 403, success: false });
    const { body } = await api.get("/api/backtest/list", asked);
    const scripts = body.runs.map(({ script_path: name }: { readonly script_path: string }) => name);
    expect(new Set(scripts)).toEqual(new Set(["strategies/straddle.sh"]));
    expect(body.total).toBe(scripts.length);
    expect((await api.get(`/api/backtest/status/${good}`, asked)).status).toBe(200);
    for (const route of ["status", "logs", "results"]) {
      expect((await api.get(`/api/backtest/${route}/${bad}`, asked)).status).toBe(404);
    }
    for (const route of ["cancel", "validate"]) {
      expect((await api.post(`/api/backtest/${route}/${bad}`, {}, asked)).status).toBe(404);
    }
  });
});
