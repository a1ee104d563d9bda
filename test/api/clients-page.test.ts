import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: { readonly enum?: readonly string[] };
  }[];
}

const { paths } = parse(read("schema/openapi.json")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const page = read("docs/clients.md");

/** `$NIGHTGRID/runs/<run>/state?wait=30` and the like, `{sweep}` filled in. */
const addresses = [
  ...[...page.matchAll(/\$NIGHTGRID(\/[^\s"`]*)/g)].map(([, address = ""]) => address),
  ...[...page.matchAll(/\{sweep\}(\/[^\s"`]*)/g)].map(([, address = ""]) => `/runs/a/sweeps/main${address}`),
  ...[...page.matchAll(/4400\/api\/v1(\/[^\s"'`]*)/g)].map(([, address = ""]) => address),
];

it("every address of docs/clients.md is one of the API, with keys that it takes", () => {
  const asked = addresses.filter((address) => address !== "/openapi.json");
  expect(asked.length).toBeGreaterThan(6);
  for (const address of asked) {
    const [path = "", query = ""] = address.split("?");
    const template = Object.keys(paths).find((known) =>
      new RegExp(`^${known.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(`/api/v1${path}`),
    );
    expect({ address, isKnown: template !== undefined }).toEqual({ address, isKnown: true });
    const operations = Object.values(paths[template ?? ""] ?? {});
    const keys = operations.flatMap(({ parameters = [] }) => parameters.filter((one) => one.in === "query"));
    for (const [key, value] of new URLSearchParams(query)) {
      const known = keys.find(({ name }) => name === key);
      expect({ address, key, isKnown: known !== undefined }).toEqual({ address, key, isKnown: true });
      const words = known?.schema.enum;
      if (words !== undefined) expect(words).toContain(value);
    }
  }
});

it("names each kind of series that a cell has", () => {
  const [, kinds = ""] = /`kind` is ([^:]*):/.exec(page) ?? [];
  const named = [...kinds.matchAll(/`(\w+)`/g)].map(([, kind]) => kind);
  const series = paths["/api/v1/runs/{run}/sweeps/{backtest}/cells/{cell}/series"]?.["get"]?.parameters ?? [];
  expect(new Set(named)).toEqual(new Set(series.find(({ name }) => name === "kind")?.schema.enum));
});
