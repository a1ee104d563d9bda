import { beforeAll, describe, expect, it } from "vitest";
import type { Said } from "../../support/commands/running-command.ts";
import { createCliProject, type CliProject } from "../support/nightgrid.ts";

const ESC = "\u001B";
/** Colours that are ours too, a cleared screen, a new title, a link, the start of the line, C1, direction marks. */
const HOSTILE = `${ESC}[31mred ${ESC}[2J${ESC}]0;title\u0007${ESC}]8;;http://x\u0007\rover\u009B5A\u202Edlog\u2066\u200F`;
const QUOTED = JSON.stringify(HOSTILE);
/** Every control but line feed and tab, and every mark that reorders text. */
const ACTING = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]/gu;
const OWN_COLORS = new RegExp(String.raw`${ESC}\[(?:1|2|22|31|32|33|34|36|39)m`, "g");

const BARS = Array.from({ length: 40 }, (_, day) => {
  const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
  return `${date},${100 + (day % 7)},1`;
});
const CALLBACK = `
const hostile = ${QUOTED};
export default async ({ log, artifacts, values }) => {
  log.info(hostile, { [hostile]: hostile });
  console.log(hostile);
  await values.set(hostile, hostile);
  await artifacts.write("fine.txt", "x");
  await artifacts.write(hostile, "x").catch((error) => log.warn(error.message));
  throw new Error(hostile);
};`;
const STRATEGY = `
const hostile = ${QUOTED};
export default {
  name: hostile,
  params: { mode: { kind: "choice", default: "a", choices: ["a", hostile] }, n: { kind: "int", default: 1 } },
  signals({ bars, params }) {
    if (params.n === 2) throw new Error(hostile);
    const length = bars.close.length;
    return { entries: new Uint8Array(length), exits: new Uint8Array(length) };
  },
};`;
const dag = (id: string, more = "") => `id: ${id}
description: ${QUOTED}
tags: [${QUOTED}]
backtest:
  strategy: ./mine.mjs
  data: { csv: ../bars.csv, symbols: [X] }
  param_grid: { n: [1, 2], mode: [a, ${QUOTED}] }
after_backtest: [./tells.mjs]
${more}`;

let project: CliProject;
beforeAll(async () => {
  project = await createCliProject();
  project.write("bars.csv", `date,close,volume\n${BARS.join("\n")}\n`);
  project.write("headed.csv", `date,close,${HOSTILE.replace("\r", "")}\n${BARS.join("\n")}\n`);
  project.write("dags/tells.mjs", CALLBACK);
  project.write("dags/mine.mjs", STRATEGY);
  project.write("dags/good.yaml", dag("good", "alerts: []\n"));
  project.write(`more/${HOSTILE.replaceAll("/", "")}.yaml`, dag("filed", `${QUOTED}: 1\n`));
  project.write("dags/bad.yaml", `id: ${QUOTED}\n${QUOTED}: [\n${HOSTILE}\n`);
  project.write("dags/csv.yaml", dag("csv").replace("bars.csv", "headed.csv"));
});

/** The sign with which a screen is cleared, written out; `·` in the frames of diagnostics, `�` in rankings. */
const SHOWN = /(?:\\+u001b|·|\uFFFD)\[(?:2J|31m)/;
const FILE = `more/${HOSTILE.replaceAll("/", "")}.yaml`;

/** In this order, in one project. */
const COMMANDS: readonly (readonly string[])[] = [
  ["run", "dags/good.yaml"],
  ["run", "dags/csv.yaml"],
  ["validate"],
  ["validate", FILE],
  ["validate", HOSTILE],
  ["plan", "dags/good.yaml"],
  ["explain", "dags/good.yaml"],
  ["runs"],
  ["show", "good"],
  ["show", "good", "--yaml"],
  ["results", "good"],
  ["results", "good", "--csv"],
  ["logs", "good"],
  ["logs", "good", "-f"],
  ["show", HOSTILE],
  [HOSTILE],
  ["show", "good", "--json"],
  ["logs", "good", "--json"],
  ["results", "good", "--json"],
];

function words({ stdout, stderr }: Said): string {
  return stdout + stderr;
}

function acting(text: string): readonly string[] {
  return [...text.matchAll(ACTING)].map(([sign]) => sign).filter((sign) => sign !== "\n" && sign !== "\t");
}

describe("FAULTS 8.8: nothing that users wrote acts on the terminal", () => {
  it.each(COMMANDS.map((args) => ({ args, title: args.map((arg) => JSON.stringify(arg).slice(0, 30)).join(" ") })))(
    "$title",
    async ({ args }) => {
      const plain = words(await project.run(args, { NO_COLOR: "1" }));
      expect(plain).toMatch(SHOWN);
      expect(acting(plain)).toEqual([]);
      const painted = words(await project.run(args, { FORCE_COLOR: "1" }));
      expect(painted).not.toContain(`${ESC}[31mred`);
      expect(acting(painted.replaceAll(OWN_COLORS, ""))).toEqual([]);
    },
  );
});

describe("FAULTS 8.8: an error of any command", () => {
  it("is shown without the secrets of the environment", async () => {
    const secret = "hunter2/of+x";
    const env = { BROKER_API_KEY: secret, NO_COLOR: "1" };
    for (const args of [
      ["show", secret],
      ["show", encodeURIComponent(secret)],
      ["show", secret, "--json"],
    ]) {
      const said = words(await project.run(args, env));
      expect(said).toContain("There is no run");
      expect(said).toContain("***");
      expect(said).not.toMatch(/hunter2/);
    }
  });
});
