import { mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { GOOD_FILES } from "../../executors/script/support/script-project.ts";
import { createTestApi, type TestApi } from "../support/test-api.ts";
import { rolesOf } from "./support/roles-of.ts";

let api: TestApi;
/** A run that went well. */
let good: string;

beforeAll(async () => {
  api = await createTestApi({ NIGHTGRID_COMPAT: "run_manager", SECRET_TOKEN: "hush" });
  api.write("scripts/strategies/straddle.sh", GOOD_FILES);
  api.write("scripts/broken.py", "raise ValueError()\n");
  api.write("scripts/careless.sh", `${GOOD_FILES}\nrm "$out/summary.csv"\nln -s /etc/passwd "$out/passwd"\n`);
  await using _ = await api.worker();
  good = await start({ script: "strategies/straddle.sh" });
  await api.ended(good);
}, 60_000);

async function start(body: unknown): Promise<string> {
  const { status, body: answer } = await api.post("/api/backtest/run", body, { "x-test-role": "operator" });
  expect({ status, answer }).toMatchObject({ status: 202 });
  return answer.run_id;
}

const get = (address: string) => api.get(address, { "x-test-role": "viewer" });

describe("what a client may not do", () => {
  it.each([
    { what: "a script that is not there", script: "nothing.py" },
    { what: "a way up", script: "../prices.csv" },
    { what: "a way up by another system's slash", script: "..\\prices.csv" },
    { what: "an absolute path", script: "/bin/sh" },
    { what: "a folder", script: "strategies" },
    { what: "a link that leads out", script: "link.sh" },
    { what: "a name with the character 0", script: "broken.py\0" },
  ])("start $what", async ({ script }) => {
    api.write("prices.csv", "date,close\n");
    if (!readdirSync(path.join(api.home, "scripts")).includes("link.sh")) {
      const outside = path.join(mkdtempSync(path.join(os.tmpdir(), "nightgrid-outside-")), "outside.sh");
      writeFileSync(outside, "echo out\n");
      symlinkSync(outside, path.join(api.home, "scripts/link.sh"));
    }
    const { status, body } = await api.post("/api/backtest/run", { script });
    expect({ status, success: body.success }).toEqual({ status: 404, success: false });
    expect(body.error).toMatch(/^Script not found: /);
  });

  it.each(["..%2f..%2fdags", "%2e%2e", "passwd", "nightgrid.json%00", "..%5cx"])("download %s", async (name) => {
    expect((await get(`/api/backtest/results/${good}/${name}`)).status).toBe(404);
  });

  it("look as nobody, or change anything as a viewer", async () => {
    const roles = await rolesOf(api, /^\/api\/(backtest|health)/);
    expect(roles.size).toBe(9);
    for (const [route, role] of roles)
      expect([route, role]).toEqual([route, route.startsWith("POST") ? "operator" : "viewer"]);
  });
});

it("a file that is missing fails the run, and the whole report says which", async () => {
  await using _ = await api.worker();
  const id = await start({ script: "careless.sh" });
  await api.ended(id);
  const { body } = await get(`/api/backtest/status/${id}`);
  expect(body).toMatchObject({ status: "failed", exit_code: 0, validation_results: { valid: false } });
  expect(body.validation_results.file_checks["summary.csv"]).toMatchObject({ exists: false });
  expect(body.error_message).toContain("summary.csv is missing");
  const { files } = (await get(`/api/backtest/results/${id}`)).body;
  expect(files.map(({ name }: { readonly name: string }) => name)).not.toContain("passwd");
  expect((await get(`/api/backtest/results/${id}/passwd`)).status).toBe(404);
}, 60_000);

it("what a client passes arrives as it is, and reads nothing of the environment", async () => {
  api.write("scripts/say.sh", `${GOOD_FILES}\nprintf '%s' "$BACKTEST_PARAMS" > "$out/params.json"\n`);
  const params = {
    a: "${env:SECRET_TOKEN}",
    b: "$${secret:SECRET_TOKEN} ${",
    c: "yes",
    d: "09:20",
    e: "a: [b, {c}]\n# d",
    f: "*x &y !!int 007",
  };
  await using _ = await api.worker();
  const id = await start({ script: "say.sh", params });
  await api.ended(id);
  const { text } = await get(`/api/backtest/results/${id}/params.json`);
  expect(JSON.parse(text)).toEqual(params);
}, 60_000);

it.each([
  { params: { output_dir: "/tmp" }, code: "PARAM_INVALID" },
  { params: { "a b": 1 }, code: "PARAM_INVALID" },
  { params: { a: { b: 1 } }, code: "REQUEST_INVALID" },
])("params that no script can be given are refused: $params", async ({ params, code }) => {
  const { status, body } = await api.post("/api/backtest/run", { script: "broken.py", params });
  expect({ isClientFault: status >= 400 && status < 500, code: body.code, success: body.success }).toEqual({
    isClientFault: true,
    code,
    success: false,
  });
});

it("a run is not mixed up with a DAG of the project", async () => {
  api.write("dags/mine.yaml", "id: run_manager_broken\nbacktest: { script: ../scripts/broken.py }\n");
  const { status, body } = await api.post("/api/backtest/run", { script: "broken.py" });
  expect({ status, error: body.error }).toEqual({
    status: 409,
    error: "Runs of broken.py would be those of mine.yaml.",
  });
});
