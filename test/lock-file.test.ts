import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockFile = new URL("../package-lock.json", import.meta.url);
const { packages } = JSON.parse(readFileSync(lockFile, "utf8")) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

it("names every platform's package, without which npm ci fails on the others", () => {
  const missing = Object.entries(packages).flatMap(([folder, info]) =>
    Object.keys(info.optionalDependencies ?? {})
      .filter((name) => packages[`${folder}/node_modules/${name}`] === undefined)
      .filter((name) => packages[`node_modules/${name}`] === undefined)
      .map((name) => `${folder} → ${name}`),
  );
  expect(missing).toEqual([]);
});

it("pins content, not places", () => {
  const installed = Object.entries(packages).filter(([folder]) => folder !== "");
  expect(installed.filter(([, info]) => info.resolved !== undefined).map(([folder]) => folder)).toEqual([]);
  expect(installed.filter(([, info]) => info.integrity === undefined).map(([folder]) => folder)).toEqual([]);
});
