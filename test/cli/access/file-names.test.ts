import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GRID, prices } from "../../api/support/dags.ts";
import { createCliProject } from "../support/nightgrid.ts";
import { bearerOf, type Served, served } from "../support/served.ts";

const TIMEOUT = 120_000;
const SECRET = "what nobody may read";
const ODD = `it's (a) "report"*; filename=evil.html\r\nSet-Cookie: a=b; ünïcode ☃.csv`;
const project = await createCliProject();
let service: Served;
let viewer: { readonly authorization: string };
const runs: Record<string, string> = {};

const folderOf = (dag: string) => path.join(project.home, "results", `run_${runs[dag]}`);
const read = (run: string | undefined, name: string) =>
  service.ask("GET", `/api/v1/runs/${run}/artifacts/${name}`, { headers: viewer });

beforeAll(async () => {
  project.write("prices.csv", prices(90));
  project.write("secret.txt", SECRET);
  for (const dag of ["grid", "other"]) {
    project.write(`dags/${dag}.yaml`, GRID.replace("id: grid", `id: ${dag}`));
    expect((await project.run(["run", dag])).code).toBe(0);
  }
  const { rows } = await project.database.pool.query("select id, dag_id from run");
  for (const { id, dag_id: dag } of rows) runs[dag] = id;
  viewer = await bearerOf(project, "viewer");
  service = await served(project);
}, TIMEOUT);
afterAll(() => service?.stop());

/** As a run of `grid` would have written it down. */
async function writeDown(name: string, file: string): Promise<void> {
  await project.database.pool.query("insert into artifact (run_id, name, path, bytes) values ($1, $2, $3, 1)", [
    runs["grid"],
    name,
    file,
  ]);
}

describe("statement 13, names of files", () => {
  it.each([
    "..%2F..%2Fsecret.txt",
    "..%2f..%2f..%2fsecret.txt",
    "..%5C..%5Csecret.txt",
    "%2E%2E%2F%2E%2E%2Fsecret.txt",
    "..%252F..%252Fsecret.txt",
    "../../secret.txt",
    "%2e%2e/%2e%2e/secret.txt",
    "..%c0%af..%c0%afsecret.txt",
    "tearsheet.html%00.txt",
    "tearsheet.html%2F..%2F..%2F..%2Fsecret.txt",
    "%2Fetc%2Fpasswd",
    "file:%2F%2F%2Fetc%2Fpasswd",
    "C:%5Cwindows%5Cwin.ini",
    "SECRET",
  ])("are looked up and never joined to a path: %s", async (name) => {
    const told = await read(
      runs["grid"],
      name.replace("SECRET", encodeURIComponent(path.join(project.home, "secret.txt"))),
    );
    expect([400, 404]).toContain(told.status);
    expect(told.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(told.text).not.toMatch(/what nobody may read|root:x:/);
  });

  it.each([
    "/..%2f..%2fsecret.txt",
    "/assets/..%2f..%2f..%2fpackage.json",
    "/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/.env",
  ])("of pages are those of the package: %s", async (address) => {
    const told = await service.ask("GET", address);
    expect(told.status).toBe(404);
    expect(told.text).not.toContain(SECRET);
  });

  it.each(["..%2F..%2Fsecret", "%2Fetc%2Fpasswd", "..%2Fgrid", "grid.yaml", "grid%00"])(
    "of DAGs and runs are ids: %s",
    async (id) => {
      for (const address of [`dags/${id}/definition`, `dags/${id}`, `runs/${id}`, `runs/${id}/artifacts`]) {
        const told = await service.ask("GET", `/api/v1/${address}`, { headers: viewer });
        expect([400, 404]).toContain(told.status);
        expect(told.text).not.toContain(SECRET);
      }
    },
  );

  it("of another run, and of what lies in the folder but was not written down, are none of this run", async () => {
    writeFileSync(path.join(folderOf("other"), "own.csv"), SECRET);
    writeFileSync(path.join(folderOf("grid"), "beside.csv"), SECRET);
    const names = [`..%2Frun_${runs["other"]}%2Fown.csv`, "beside.csv", "own.csv"];
    for (const name of names) expect((await read(runs["grid"], name)).status).toBe(404);
    const { text } = await service.ask("GET", `/api/v1/runs/${runs["grid"]}/artifacts`, { headers: viewer });
    expect(JSON.parse(text).artifacts.map(({ name }: { name: string }) => name)).toEqual(["tearsheet.html"]);
  });

  it("are none where a link or a folder has taken the place of the file", async () => {
    const link = path.join(folderOf("grid"), "link.csv");
    symlinkSync(path.join(project.home, "secret.txt"), link);
    await writeDown("link.csv", link);
    const folder = path.join(folderOf("grid"), "folder.csv");
    mkdirSync(folder);
    await writeDown("folder.csv", folder);
    for (const name of ["link.csv", "folder.csv"]) {
      const told = await read(runs["grid"], name);
      expect([told.status, told.text.includes(SECRET)]).toEqual([404, false]);
    }
    rmSync(link);
    writeFileSync(link, "its own");
    expect((await read(runs["grid"], "link.csv")).text).toBe("its own");
  });

  it("stay within the header that browsers save a file by", async () => {
    const file = path.join(folderOf("grid"), "odd.csv");
    writeFileSync(file, "a,b\n");
    await writeDown(ODD, file);
    for (const [query, how] of [
      ["", "inline"],
      ["?download=true", "attachment"],
    ] as const) {
      const told = await read(runs["grid"], `${encodeURIComponent(ODD)}${query}`);
      expect([told.status, told.text]).toEqual([200, readFileSync(file, "utf8")]);
      expect(told.headers["set-cookie"]).toBeUndefined();
      const [, given = ""] =
        new RegExp(`^${how}; filename\\*=UTF-8''(.*)$`).exec(told.headers["content-disposition"] ?? "") ?? [];
      // The characters of a value, RFC 8187.
      expect(given).toMatch(/^(?:[\w!#$&+.^`|~-]|%[\dA-F]{2})+$/);
      expect(decodeURIComponent(given)).toBe(ODD);
    }
  });
});
