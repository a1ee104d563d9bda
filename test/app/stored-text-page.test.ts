import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { knownSecrets } from "../../src/core/text/known-secrets.ts";
import { TEXT_LIMITS } from "../../src/core/text/storable-text.ts";
import { ALLOWED, allowedEnv } from "../../src/sandbox/parent/allowed-env.ts";

const [, section = ""] = readFileSync("docs/callbacks.md", "utf8").split("## What is stored of it, and what it sees");

it("docs/callbacks.md lists the variables that user code sees, none more, none less", () => {
  const [, list = ""] = /alone: (.*?), every `LC_…`/.exec(section) ?? [];
  expect([...list.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual([...ALLOWED]);
  const env = { NIGHTGRID_USER_ENV: "BROKER_URL,DATABASE_URL,NODE_OPTIONS", BROKER_URL: "b", LC_ALL: "C" };
  expect(allowedEnv({ ...env, DATABASE_URL: "d", NODE_OPTIONS: "n" })).toEqual({ BROKER_URL: "b", LC_ALL: "C" });
});

it("docs/callbacks.md gives the limits of stored text", () => {
  const limits = [...section.matchAll(/^\| .* \| ([\d,]+) \|$/gm)].map(([, limit = ""]) => limit);
  const { logLine, logField, errorMessage, any } = TEXT_LIMITS;
  expect(limits).toEqual([logLine, logField, errorMessage, any].map((limit) => limit.toLocaleString("en-US")));
});

it("docs/callbacks.md names the endings by which variables are secret", () => {
  const [, list = ""] = /whose name ends in (.*?)\. It is known/.exec(section) ?? [];
  const names = [...list.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
  expect(names.length).toBe(9);
  const env = Object.fromEntries(names.map((name) => [`A_${name}`, `12345${name}`]));
  expect([...knownSecrets(env)].filter((secret) => secret !== "").toSorted()).toEqual(Object.values(env).toSorted());
});
