import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { openZip, readZipFile } from "../../../src/files/zip/read-zip.ts";
import { createZipWriter } from "../../../src/files/zip/write-zip.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-zip-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Files = Readonly<Record<string, string>>;

async function written(name: string, files: Files, isPacked = false): Promise<string> {
  const file = path.join(folder, name);
  await using handle = await open(file, "w");
  const zip = createZipWriter(handle);
  for (const [own, text] of Object.entries(files)) await zip.add(own, [text], { isPacked });
  await zip.finish();
  return file;
}

async function readAll(file: string): Promise<Files> {
  await using handle = await open(file, "r");
  const zip = await openZip(handle);
  const texts: Record<string, string> = {};
  for (const name of zip.files.keys()) texts[name] = (await readZipFile(zip, name, 2 ** 40)).toString("utf8");
  return texts;
}

const python = (code: string, ...args: readonly string[]): string =>
  execFileSync("python3", ["-c", `import sys, zipfile\n${code}`, ...args]).toString();

const FILES = { "a.txt": "hello ".repeat(50_000), "naïve/ünïcode.txt": "", "x/y/z.bin": "\u0000\u0001" };

it.each([false, true])("what is written is read back, by us and by another program (stored: %s)", async (isPacked) => {
  const file = await written(`own-${isPacked}.zip`, FILES, isPacked);
  expect(await readAll(file)).toEqual(FILES);
  const code = "z = zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist(): print(n, len(z.read(n)))";
  expect(python(code, file)).toBe("a.txt 300000\nnaïve/ünïcode.txt 0\nx/y/z.bin 2\n");
});

it("the same files give the same bytes", async () => {
  const [a, b] = [await written("a.zip", FILES), await written("b.zip", FILES)];
  expect(readFileSync(b).equals(readFileSync(a))).toBe(true);
});

it("an archive of more files than 16 bits count has its numbers in 64", async () => {
  const many = Object.fromEntries(Array.from({ length: 66_000 }, (_, index) => [`f${index}`, ""]));
  const file = await written("many.zip", many);
  expect(python("print(len(zipfile.ZipFile(sys.argv[1]).namelist()))", file)).toBe("66000\n");
  await using handle = await open(file, "r");
  expect((await openZip(handle)).files.size).toBe(66_000);
});

it("an archive of another program is read, its folders left out", async () => {
  const file = path.join(folder, "other.zip");
  python(
    "z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\nz.mkdir('d')\nz.writestr('d/a', 'x' * 1000)\nz.close()",
    file,
  );
  expect(await readAll(file)).toEqual({ "d/a": "x".repeat(1000) });
});

const HOSTILE: readonly (readonly [name: string, code: string, says: RegExp])[] = [
  ["a path upwards", "w('../evil')", /not one of a file inside/],
  ["a path upwards in the middle", "w('a/../../evil')", /not one of a file inside/],
  ["an absolute path", "w('/etc/evil')", /not one of a file inside/],
  ["a drive", "w('C:evil')", /not one of a file inside/],
  ["a backslash", "w('a\\\\..\\\\evil')", /not one of a file inside/],
  ["a control sign", "w('a\\nb')", /not one of a file inside/],
  ["the same name twice", "w('a'); w('a')", /twice/],
  ["names that some disks take for one", "w('README'); w('readme')", /twice/],
  ["a link", "i = zipfile.ZipInfo('a'); i.external_attr = 0o120777 << 16; z.writestr(i, '/etc/passwd')", /link/],
  ["a device", "i = zipfile.ZipInfo('a'); i.external_attr = 0o020666 << 16; z.writestr(i, '')", /link/],
  ["an unusual packing", "z.writestr('a', 'x' * 100, zipfile.ZIP_BZIP2)", /unusual/],
  ["a bomb", "[w(str(n), b'\\0' * 2**26) for n in range(9)]", /too much for its size/],
];

it.each(HOSTILE)("%s is refused", async (name, code, says) => {
  const file = path.join(folder, `${name}.zip`);
  const make =
    "import warnings; warnings.simplefilter('ignore')\nz = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\nw = lambda n, b=b'x': z.writestr(n, b)";
  python(`${make}\n${code}\nz.close()`, file);
  await expect(readAll(file)).rejects.toThrow(says);
});

it("files that share bytes are refused", async () => {
  const file = await written("shared.zip", { a: "one", b: "two" }, true);
  const bytes = readFileSync(file);
  const second = bytes.lastIndexOf(Buffer.from("PK\u0001\u0002"));
  bytes.writeUInt32LE(0, second + 42);
  writeFileSync(file, bytes);
  await expect(readAll(file)).rejects.toThrow(/shares bytes/);
});

it("a file that unpacks to more than it says is refused before it has", async () => {
  const file = await written("lies.zip", { a: "x".repeat(100_000) });
  const bytes = readFileSync(file);
  bytes.writeUInt32LE(10, bytes.lastIndexOf(Buffer.from("PK\u0001\u0002")) + 24);
  writeFileSync(file, bytes);
  await expect(readAll(file)).rejects.toThrow(/larger than it says/);
});

it("damage and a cut anywhere are found", async () => {
  const file = await written("whole.zip", { "a.txt": "hello world ".repeat(20) });
  const whole = readFileSync(file);
  for (let at = 0; at < whole.length; at += 7) {
    writeFileSync(file, whole.subarray(0, at));
    await expect(readAll(file), `cut at ${at}`).rejects.toThrow(/cut off|damaged|no zip/);
  }
  const turned = Buffer.from(whole);
  turned.writeUInt8(turned.readUInt8(70) ^ 0xff, 70);
  writeFileSync(file, turned);
  await expect(readAll(file)).rejects.toThrow(/damaged/);
});
