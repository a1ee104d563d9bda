import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { FOLDERS } from "../layers.ts";
import { ERROR_CODES } from "../src/core/errors/error-codes.ts";

const ROOT = path.resolve(import.meta.dirname, "..");
const read = (page: string): string => readFileSync(path.join(ROOT, page), "utf8");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "src/engine/README.md",
  "migrations/README.md",
  ...readdirSync(path.join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join("docs", name)),
];

/** Folders of the repository that pages name files in; what stands in `src` is named with and without it. */
const PLACES: ReadonlySet<string> = new Set([
  "src",
  "test",
  "bench",
  "scripts",
  "migrations",
  "templates",
  "datasets",
  "docs",
  ...FOLDERS,
]);
const fileNames = new Set(
  ["src", "test", "bench", "scripts", "dags", "templates"].flatMap((root) =>
    readdirSync(path.join(ROOT, root), { recursive: true, encoding: "utf8" }).map((name) => path.basename(name)),
  ),
);

/** What a page calls a file or a folder of the repository: by its path, or a source file by its name alone. */
function namedFiles(text: string): readonly string[] {
  const prose = text.replaceAll(/^```\w+\n[^]*?^```$/gm, "");
  const paths = [...prose.matchAll(/(?<![\w./-])([a-z]+)\/[\w./-]*[\w/]/g)]
    .filter(([name, folder = ""]) => PLACES.has(folder) && /(\/|\.(ts|mjs|md|sql|json))$/.test(name))
    .map(([name]) => name);
  const alone = [...prose.matchAll(/`([\w-]+-[\w-]+(?:\.test)?\.ts)`/g)].map(([, name = ""]) => name);
  return [...paths, ...alone];
}

function isThere(name: string): boolean {
  return name.includes("/")
    ? [name, path.join("src", name)].some((place) => existsSync(path.join(ROOT, place)))
    : fileNames.has(name);
}

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(text: string): readonly string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
}

describe("docs/errors.md", () => {
  it("has one heading per error code, and no other, in alphabetical order", () => {
    const headings = [...read("docs/errors.md").matchAll(/^### (\w+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual([...ERROR_CODES].sort());
    expect(ERROR_CODES).toEqual([...ERROR_CODES].sort());
  });
});

describe("every page", () => {
  it("names only files and folders that are there", () => {
    const gone = pages.flatMap((page) =>
      namedFiles(read(page))
        .filter((name) => !isThere(name))
        .map((name) => `${page}: ${name}`),
    );
    expect(gone).toEqual([]);
  });

  it("links only to pages and headings that are there", () => {
    const dead = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(([, to = "", anchor = ""]) => {
        const target = to === "" ? page : path.join(path.dirname(page), to);
        if (!existsSync(path.join(ROOT, target))) return [`${page}: ${to}`];
        return anchor === "" || anchorsOf(read(target)).includes(anchor) ? [] : [`${page}: ${to}#${anchor}`];
      }),
    );
    expect(dead).toEqual([]);
  });

  it("is linked from the README", () => {
    const linked = new Set([...read("README.md").matchAll(/\]\((docs\/[\w-]+\.md)/g)].map(([, to = ""]) => to));
    const shown = pages.filter((page) => page.startsWith("docs/") && !page.startsWith("docs/adr/"));
    expect(shown.filter((page) => !linked.has(page))).toEqual([]);
  });
});

it("each record of a decision has a number of its own, which its title says", () => {
  const records = pages.filter((page) => page.startsWith("docs/adr/"));
  const numbers = records.map((page) => Number(path.basename(page).slice(0, 4)));
  expect(new Set(numbers).size).toBe(records.length);
  expect(records.map((page) => Number(/^# (?:ADR )?0*(\d+)/.exec(read(page))?.[1]))).toEqual(numbers);
});
