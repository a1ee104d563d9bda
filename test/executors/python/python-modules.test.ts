import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { look } from "../../../src/app/dags/file-signature.ts";
import { createStrategyRunner } from "../../../src/executors/user/strategy-runner.ts";
import { findInterpreter, projectRootOf } from "../../../src/executors/python/find-interpreter.ts";
import { pythonCodeHash } from "../../../src/executors/python/python-code.ts";
import { descendantsOf } from "../../../src/sandbox/process-tree.ts";
import { strategyProcesses } from "../../support/user-processes.ts";
import { pythonProject } from "../../support/python/python-project.ts";
import { describePython, setupOf, sweepsOf } from "../../support/python/python-sweep.ts";

const users = strategyProcesses(1);
const sweep = sweepsOf(users);
const nobody: typeof users = {
  use: () => Promise.reject(new Error("The module was run")),
  useFresh: () => Promise.reject(new Error("The module was run")),
  close: async () => undefined,
};
const INT = `{"kind": "int", "default": 3, "min": 1}`;
const SIGNALS = "def signals(bars, params): return bars.close > 0";

const described = (text: string, pool: typeof users, exportName = "default") => {
  const folder = pythonProject({ "strategies/mine.py": text });
  const runner = createStrategyRunner({ users: pool, learners: pool, learnedFolder: path.join(folder, "learned") });
  return runner.describe({ kind: "module", path: path.join(folder, "strategies/mine.py"), exportName });
};

describePython("what a module declares", () => {
  it.each([
    ["a dict", `params = {"n": ${INT}}\n${SIGNALS}`],
    ["with types and a doc", `"""Mine."""\nparams: dict = {"n": ${INT}}\n${SIGNALS}`],
    ["with packages that are not there", `import numpy, nonesuch\nparams = {"n": ${INT}}\n${SIGNALS}`],
    ["with a part for whoever runs it", `params = {"n": ${INT}}\n${SIGNALS}\nif __name__ == "__main__": print(params)`],
    ["beside classes with their own", `params = {"n": ${INT}}\n${SIGNALS}\nclass Other:\n  params = {}`],
    ["in code that would do harm", `import os; os._exit(1)\nparams = {"n": ${INT}}\n${SIGNALS}`],
    ["with arguments of its name", `params = {"n": ${INT}}\n${SIGNALS}\ndef other(params): params["n"] = 1`],
  ])("is read without running it: %s", async (_, text) => {
    expect(await described(text, nobody)).toMatchObject({
      name: "mine",
      kind: "signals",
      params: { n: { kind: "int", default: 3, min: 1 }, stop_loss_pct: {} },
    });
  });

  it.each([
    ["computed", `params = dict(n=dict(kind="int", default=1 + 2, min=1))\n${SIGNALS}`],
    [
      "changed later",
      `params = {"n": {"kind": "int", "default": 1, "min": 1}}\nparams["n"]["default"] = 3\n${SIGNALS}`,
    ],
    ["written twice", `params = {}\nparams = {"n": ${INT}}\n${SIGNALS}`],
    ["one of two", `if True: params = {"n": ${INT}}\nelse: params = {}\n${SIGNALS}`],
    [
      "changed by a function",
      `params = {}\ndef make():\n  global params\n  params = {"n": ${INT}}\nmake()\n${SIGNALS}`,
    ],
    ["of numpy", `import numpy as np\nparams = {"n": {"kind": "int", "default": np.int64(3), "min": 1}}\n${SIGNALS}`],
    ["a function that is made", `params = {"n": ${INT}}\nsignals = lambda bars, params: None`],
  ])("is learned by running it where reading is not enough: %s", async (_, text) => {
    await expect(described(text, nobody)).rejects.toThrow(/The module was run/);
    expect(await described(text, users)).toMatchObject({ params: { n: { kind: "int", default: 3, min: 1 } } });
  });

  it("leaves no interpreter behind in the process in which it is learned", async () => {
    const describe = (text: string) => described(text, users);
    await Promise.all([1, 2, 3].map((n) => describe(`params = dict()\nx = ${n}\n${SIGNALS}`)));
    const host = await users.use("describe", (process) => Promise.resolve(process.pid ?? 0));
    expect(descendantsOf(host)).toEqual([]);
  });

  it("may be one of several, as a class", async () => {
    const text = `
class Base:
    params = {"n": ${INT}}
    def signals(self, bars, params): return bars.close > self.least
    least = 0

class Plain:
    params = {"n": ${INT}}
    symbols = {"min": 2}
    def weights(self, panel, params): return panel.close

class Derived(Base):
    least = 1e9
`;
    expect(await described(text, nobody, "Plain")).toMatchObject({ name: "Plain", kind: "panel", symbols: { min: 2 } });
    expect(await described(text, users, "Derived")).toMatchObject({
      name: "Derived",
      kind: "signals",
      params: { n: {} },
    });
    await expect(described(text, users, "Derivd")).rejects.toMatchObject({
      code: "STRATEGY_INVALID",
      message: expect.stringMatching(/has no "Derivd"; it has: Base, Plain, Derived\. Did you mean "Derived"\?/),
    });
    const file = path.join(pythonProject({ "mine.py": text }), "mine.py");
    const setup = await setupOf(file);
    const base = await sweep({ ...setup, id: "b", strategy: { kind: "module", path: file, exportName: "Base" } }, [{}]);
    const derived = await sweep(
      { ...setup, id: "d", strategy: { kind: "module", path: file, exportName: "Derived" } },
      [{}],
    );
    expect([base.failed, derived.failed]).toEqual([new Map(), new Map()]);
    expect(base.result.metrics.total_trades[0]).toBe(1);
    expect(derived.result.metrics.total_trades[0]).toBe(0);
  });

  it("says that the file is not there", async () => {
    const runner = createStrategyRunner({ users: nobody, learners: nobody, learnedFolder: "/nowhere" });
    const module = { kind: "module", path: path.join(pythonProject({}), "mine.py"), exportName: "default" } as const;
    await expect(runner.describe(module)).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });
});

describePython("imports of the project", () => {
  const files = {
    "pyproject.toml": "",
    "strategies/mine.py": `
from . import beside
from .deep.inner import LEAST
import strategies.plain, shared.levels as levels
import notes
${SIGNALS.replace("> 0", "> LEAST + beside.ZERO + levels.ZERO + strategies.plain.ZERO + notes.ZERO")}
`,
    "strategies/beside.py": "ZERO = 0",
    "strategies/plain.py": "ZERO = 0",
    "strategies/notes.py": "ZERO = 0",
    "strategies/deep/__init__.py": "",
    "strategies/deep/inner.py": "from ..beside import ZERO\nLEAST = 0",
    "shared/levels.py": "ZERO = 0",
  };

  it("are found relatively, beside it, and from the project's folder", async () => {
    const { failed, result } = await sweep(await setupOf(path.join(pythonProject(files), "strategies/mine.py")), [{}]);
    expect(failed).toEqual(new Map());
    expect(result.metrics.total_trades[0]).toBe(1);
  });

  it.each(Object.keys(files).filter((name) => name.endsWith(".py")))(
    "change the hash of the code: %s",
    async (name) => {
      const folder = pythonProject(files);
      const file = path.join(folder, "strategies/mine.py");
      const facts = { python: "3.12.1", numpy: "2.0.0" };
      const before = await pythonCodeHash(file, facts);
      expect(await pythonCodeHash(file, facts)).toBe(before);
      writeFileSync(path.join(folder, name), `${files[name as keyof typeof files]}\n# changed`);
      expect(await pythonCodeHash(file, facts)).not.toBe(before);
    },
  );
});

it("whoever watches DAG files sees a change in what a module imports", async () => {
  const folder = pythonProject({ "mine.py": "import helper", "helper.py": "" });
  const signature = () => look().signatureOf("module", path.join(folder, "mine.py"));
  const before = await signature();
  expect(await signature()).toBe(before);
  writeFileSync(path.join(folder, "helper.py"), "# changed");
  expect(await signature()).not.toBe(before);
});

it("the hash of the code covers Python, numpy and the lock file, and no file that is not imported", async () => {
  const folder = pythonProject({
    "mine.py": "import os, json as j\nfrom helper import (\n  one, # why\n  two,\n)\nif True: from late import x",
    "helper/__init__.py": "",
    "helper/two.py": "",
    "late.py": "",
    "other.py": "",
  });
  const file = path.join(folder, "mine.py");
  const hash = (python = "3.12.1", numpy: string | null = "2.0.0") => pythonCodeHash(file, { python, numpy });
  const seen = [await hash(), await hash("3.12.2"), await hash("3.12.1", "2.0.1"), await hash("3.12.1", null)];
  for (const name of ["helper/two.py", "helper/__init__.py", "late.py", "uv.lock", "requirements.txt"]) {
    writeFileSync(path.join(folder, name), "# changed");
    seen.push(await hash());
  }
  expect(new Set(seen).size).toBe(seen.length);
  writeFileSync(path.join(folder, "other.py"), "# changed");
  expect(await hash()).toBe(seen.at(-1));
});

it("Python is that of the nearest .venv, else of VIRTUAL_ENV, else of the PATH; else it is said where was looked", () => {
  const folder = pythonProject({ "dags/deep/mine.py": "", "none/mine.py": "" });
  const make = (name: string, program = "python3") => {
    mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, name, program), "", { mode: 0o755 });
    return path.join(folder, name, program);
  };
  const file = path.join(folder, "dags/deep/mine.py");
  expect(projectRootOf(file)).toBe(folder);
  const [onPath, active] = [make("path"), make("active/bin", "python")];
  const env = { PATH: `relative:${folder}/nothing:${folder}/path`, VIRTUAL_ENV: `${folder}/active` };
  const nearest = make("dags/deep/.venv/bin", "python");
  expect(findInterpreter(file, env)).toEqual({ command: nearest, origin: ".venv" });
  const bare = path.join("/nonexistent-folder", "mine.py");
  expect(findInterpreter(bare, env)).toEqual({ command: active, origin: "VIRTUAL_ENV" });
  expect(findInterpreter(bare, { PATH: env.PATH })).toEqual({ command: onPath, origin: "PATH" });
  expect(() => findInterpreter(bare, { PATH: "/nothing" })).toThrow(/There is no Python to run .*mine\.py/);
});

describePython("a Python that cannot be used", () => {
  const interpreter = (text: string) => {
    const folder = pythonProject({ "strategies/mine.py": `import numpy\n${SIGNALS}` });
    const fake = path.join(folder, "strategies/.venv/bin");
    mkdirSync(fake, { recursive: true });
    writeFileSync(path.join(fake, "python3"), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return path.join(folder, "strategies/mine.py");
  };
  const describe = (file: string) =>
    createStrategyRunner({ users, learners: users, learnedFolder: "/nowhere" }).describe({
      kind: "module",
      path: file,
      exportName: "default",
    });

  it.each([
    [
      "too old",
      `echo '{"python": "3.8.10", "numpy": "1.21.0", "packages": []}'`,
      /is Python 3\.8\.10; at least 3\.9 is needed/,
    ],
    ["broken", "exit 127", /cannot be run/],
    ["no Python", "echo hello", /cannot be run/],
  ])("is named, with a way out: %s", async (_, text, reason) => {
    await expect(describe(interpreter(text))).rejects.toMatchObject({
      code: "PYTHON_MISSING",
      message: expect.stringMatching(reason),
      hint: expect.any(String),
    });
  });

  it("has no numpy: the DAG is planned, and its run names the command that installs it", async () => {
    const file = interpreter(`exec python3 -S "$@"`);
    expect(await describe(file)).toMatchObject({ name: "mine" });
    const setup = await setupOf(file);
    await expect(sweep(setup, [{}])).rejects.toMatchObject({
      code: "PYTHON_MISSING",
      message: expect.stringMatching(
        /needs numpy, which .*python3 \(of \.venv\) has not\. Install it: .*python3 -m pip install numpy \(with uv: uv pip/,
      ),
    });
  });
});
