import { mkdtempSync, mkdirSync, realpathSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { resolveHome } from "../../src/app/project-home.ts";

const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), "home-")));
mkdirSync(path.join(root, "project/dags/nested"), { recursive: true });
mkdirSync(path.join(root, "bare/deep"), { recursive: true });

it("is the nearest folder upwards with dags or .nightgrid", () => {
  expect(resolveHome(path.join(root, "project/dags/nested"), {})).toBe(path.join(root, "project"));
});

it("is the working folder when there is none", () => {
  expect(resolveHome(path.join(root, "bare/deep"), {})).toBe(path.join(root, "bare/deep"));
});

it("is NIGHTGRID_HOME when that is set", () => {
  expect(resolveHome(path.join(root, "bare"), { NIGHTGRID_HOME: "../project" })).toBe(path.join(root, "project"));
  expect(resolveHome(path.join(root, "bare"), { NIGHTGRID_HOME: "" })).toBe(path.join(root, "bare"));
});
