import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { interpreterOf } from "../../../src/executors/script/interpreter.ts";
import { scriptEnv } from "../../../src/executors/script/script-env.ts";
import { testFolder } from "../../sandbox/program/programs.ts";

const folder = testFolder();
const bin = path.join(folder, "bin");
mkdirSync(bin);
const program = (name: string, place = bin): string => {
  const file = path.join(place, name);
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
};
const python = program("python3");
const custom = program("mytool");

function script(name: string, text: string, mode = 0o644): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

describe("what runs a script", () => {
  it.each([
    ["plain.py", "print()", [python]],
    ["UPPER.PY", "print()", [python]],
    ["env.txt", "#!/usr/bin/env python3\n", [python]],
    ["words.txt", "#!/usr/bin/env -S python3 -O -u\n", [python, "-O", "-u"]],
    ["elsewhere.txt", "#!/opt/nowhere/mytool --fast\n", [custom, "--fast"]],
    ["shebang-first.py", "#!/usr/bin/env mytool\n", [custom]],
    ["windows.py", "#!/usr/bin/env python3\r\nprint()\r\n", [python]],
  ])("%s says it by its first line or its name", async (name, text, words) => {
    expect(await interpreterOf(script(name, text), bin)).toEqual(words);
  });

  it("is nothing for a program in itself", async () => {
    expect(await interpreterOf(script("binary", "\u007fELF", 0o755), bin)).toEqual([]);
  });

  it.each([
    ["notes.txt", "hello", "does not say what runs it"],
    ["model.R", "x <- 1", "run by Rscript, which this host does not have"],
    ["gone.txt", "#!/usr/bin/env no-such-tool\n", "run by no-such-tool"],
  ])("%s is told when there is none, with a way out", async (name, text, message) => {
    await expect(interpreterOf(script(name, text), bin)).rejects.toMatchObject({
      code: "INTERPRETER_NOT_FOUND",
      message: expect.stringContaining(message),
      hint: expect.stringContaining("command:"),
    });
  });
});

describe("the environment of scripts", () => {
  it("has the project's virtual environment before everything else", () => {
    const home = path.join(folder, "project");
    mkdirSync(path.join(home, ".venv", "bin"), { recursive: true });
    const env = scriptEnv({ PATH: bin, VIRTUAL_ENV: "/elsewhere" }, home);
    expect(env).toMatchObject({ PATH: `${home}/.venv/bin:${bin}`, VIRTUAL_ENV: `${home}/.venv` });
    expect(scriptEnv({ PATH: bin, VIRTUAL_ENV: "/no/such" }, folder)).not.toHaveProperty("VIRTUAL_ENV");
  });

  it("has none of Nightgrid's secrets", () => {
    const secrets = { DATABASE_URL: "x", SLACK_WEBHOOK_URL: "x", SMTP_PASSWORD: "x", AWS_SECRET_ACCESS_KEY: "x" };
    expect(Object.keys(scriptEnv({ ...secrets, PATH: bin, LC_ALL: "C" }, folder)).sort()).toEqual([
      "LC_ALL",
      "PATH",
      "PYTHONIOENCODING",
      "PYTHONUNBUFFERED",
    ]);
  });
});
