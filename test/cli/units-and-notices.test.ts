import { describe, expect, it } from "vitest";
import { createCliProject } from "./support/nightgrid.ts";

const project = await createCliProject();

describe("a stop that is a fraction", { timeout: 60_000 }, () => {
  const WARNING = /warning\[PARAM_INVALID\]: "stop_loss_pct" of 0\.05 is 0\.05 %, not 5 %\./g;
  const DAG = (params: string) =>
    `id: stops\nbacktest:\n  strategy: sma_cross\n  data: { dataset: sp500 }\n  start_date: 2018-01-02\n  params: { ${params} }\n`;

  it("is warned of by --param as in the file, once, beside one JSON document", async () => {
    const inFile = await project.json(["plan", project.write("a.yaml", DAG("stop_loss_pct: 0.05"))]);
    expect(inFile.stderr.match(WARNING)).toHaveLength(1);
    const file = project.write("b.yaml", DAG("fast: 10"));
    for (const command of ["plan", "run"]) {
      const { stderr, code } = await project.json([command, file, "--param", "stop_loss_pct=0.05"]);
      expect({ code, warnings: stderr.match(WARNING)?.length }, command).toEqual({ code: 0, warnings: 1 });
    }
    expect((await project.run(["plan", file, "--param", "stop_loss_pct=5"])).stderr).not.toContain("warning");
  });
});

describe("a notice", { timeout: 60_000 }, () => {
  it("knows the metrics that a sweep does not keep, as alert rules do", async () => {
    const file = project.write(
      "notice.yaml",
      `id: notice
backtest:
  strategy: sma_cross
  data: { dataset: sp500 }
  start_date: 2018-01-02
  param_grid: { fast: [5, 10], slow: [20] }
after_backtest:
  - notify: { title: done, text: "omega {{best.omega}}, var {{best.var_95}}, Sharpe {{best.sharpe}}", to: slack }
alerts:
  - { name: whole, when: best.omega > 0, to: [slack] }
`,
    );
    const { document, code } = await project.json(["run", file]);
    expect(code).toBe(0);
    const notice = document["alerts"].find(({ kind }: { kind: string }) => kind === "notice");
    expect(notice.text).toMatch(/omega \d\.\d\d, var −?-?\d+\.\d\d%, Sharpe -?−?\d\.\d\d/);
    const { document: shown } = await project.json(["results", "notice", "--columns", "omega", "--limit", "1"]);
    expect(notice.text).toContain(`omega ${shown["cells"][0].omega.toFixed(2)}`);
  });

  it("with a metric that there is not is refused by validate", async () => {
    const text =
      "id: x\nbacktest: { strategy: sma_cross, data: { dataset: sp500 } }\nafter_backtest: [{ notify: { text: '{{best.omga}}' } }]";
    const { stdout, stderr, code } = await project.run(["validate", project.write("x.yaml", text)]);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain("best.omga");
  });
});
