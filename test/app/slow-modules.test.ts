import { afterEach, beforeEach, expect, it } from "vitest";
import { dagText, type FolderProject, folderProject, strategyText } from "./support/folder-project.ts";

let project: FolderProject;
beforeEach(() => {
  project = folderProject({}, 300);
});
afterEach(() => project.remove());

const HANGS = [
  "for (;;);",
  "await new Promise(() => setInterval(() => {}, 1000));",
  'for (;;) console.log("x".repeat(1000));',
];
const moduleDag = (id: string, file = id) =>
  `id: ${id}\nbacktest: { strategy: ../own/${file}.js, data: { dataset: sp500 }, params: { n: 3 } }\n`;

/** Looks whenever something has become known that a look went on without, until one has seen `wanted`. */
async function seesAtLast(wanted: string): Promise<void> {
  let news = Promise.withResolvers<void>();
  project.dags.listen?.(() => news.resolve());
  while (!(await project.seen()).includes(wanted)) {
    await news.promise;
    news = Promise.withResolvers();
  }
}

it("a look goes on without modules that hang; the other DAGs are read, and word comes when one has ended", async () => {
  for (const [i, text] of HANGS.entries()) {
    project.write(`own/hangs${i}.js`, `${text}\nexport default {};\n`);
    project.write(`dags/hangs${i}.yaml`, moduleDag(`hangs${i}`));
  }
  project.write("dags/well.yaml", dagText("well"));
  const waits = HANGS.map((_, i) => `hangs${i}.yaml: MODULE_LOADING`);
  expect(await project.seen()).toEqual([...waits, "well"]);
  const [first] = await project.dags.read();
  expect(first?.diagnostics[0]).toMatchObject({ line: 2, path: "backtest.strategy" });
  for (const i of HANGS.keys()) await seesAtLast(`hangs${i}.yaml: STRATEGY_INVALID`);
}, 60_000);

it("a DAG whose module has become slow stays as it was until it is known what it is now", async () => {
  project.write("own/mine.js", strategyText(1));
  project.write("dags/mine.yaml", moduleDag("mine"));
  await seesAtLast("mine");
  const slow = "await new Promise((resolve) => setTimeout(resolve, 2000));\n";
  project.write("own/mine.js", slow + strategyText(4));
  expect(await project.seen()).toEqual(["mine"]);
  await seesAtLast("mine.yaml: PARAM_INVALID");
}, 60_000);

it("a callback that hangs while it is loaded holds nobody up either", async () => {
  project.write("dags/hangs.mjs", "for (;;);\n");
  project.write("dags/a.yaml", dagText("a", "after_backtest: [./hangs.mjs]"));
  project.write("dags/b.yaml", dagText("b"));
  expect(await project.seen()).toEqual(["a.yaml: MODULE_LOADING", "b"]);
  await seesAtLast("a.yaml: CALLBACK_INVALID");
}, 60_000);
