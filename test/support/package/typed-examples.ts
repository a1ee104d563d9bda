import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { packageExports } from "./package-exports.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");

const TSCONFIG = {
  compilerOptions: {
    module: "nodenext",
    target: "esnext",
    strict: true,
    skipLibCheck: false,
    // Declarations, because they fail on a type that has no name outside of the package.
    declaration: true,
    emitDeclarationOnly: true,
    outDir: "out",
    types: [],
  },
};

/** The blocks of TypeScript in the docs that import the package, by a name for a file. */
export function docsExamples(): ReadonlyMap<string, string> {
  const pages = ["README.md", ...readdirSync(path.join(ROOT, "docs")).map((name) => path.join("docs", name))];
  return new Map(
    pages
      .filter((page) => page.endsWith(".md"))
      .flatMap((page) => {
        const text = readFileSync(path.join(ROOT, page), "utf8");
        const blocks = [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, block = ""]) => block);
        return blocks
          .filter((block) => /from "nightgrid(\/service|\/api)?"/.test(block))
          .map((block, index): [string, string] => [`${path.basename(page, ".md")}-${index + 1}.ts`, block]);
      }),
  );
}

/** A project in strict TypeScript: the examples of the docs, our example DAGs, the starter, and an import of each export. */
export function writeTypedProject(folder: string): void {
  mkdirSync(folder);
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  write("package.json", '{ "type": "module" }\n');
  write("tsconfig.json", JSON.stringify(TSCONFIG));
  for (const [name, block] of docsExamples()) write(name, block);
  for (const [entry, from] of [
    ["index", "nightgrid"],
    ["service", "nightgrid/service"],
    ["api", "nightgrid/api"],
  ] as const) {
    const names = packageExports(entry).map(({ name, isType }) => (isType ? `type ${name}` : name));
    write(`every-export-of-${entry}.ts`, `export { ${names.join(", ")} } from "${from}";\n`);
  }
  for (const from of ["dags", "templates/init/dags"]) {
    cpSync(path.join(ROOT, from), path.join(folder, from), { recursive: true });
  }
}
