import { expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();

it("names the files whose schedules cannot be read, and lists the others", async () => {
  const backtest = "backtest: { strategy: sma_cross, data: { dataset: sp500 }, param_grid: { fast: [2, 3] } }";
  const schedule = 'schedule: { cron: "30 2 * * *", timezone: America/New_York }';
  project.write("dags/nightly.yaml", `id: nightly\n${schedule}\n${backtest}\n`);
  project.write("dags/broken.yaml", `id: broken\n${schedule}\n${backtest.replace("sma_cross", "sma_crosss")}\n`);
  const listed = await project.run(["schedule"]);
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining("nightly") });
  expect(listed.stderr).toMatch(/warning: .*broken\.yaml has errors: .* `nightgrid validate` names them\./);
  expect(listed.stderr).not.toContain("nightly.yaml");
  const { document } = await project.json("schedules", ["schedule"]);
  expect(document.schedules.map(({ dag }) => dag)).toEqual(["nightly"]);
}, 120_000);
