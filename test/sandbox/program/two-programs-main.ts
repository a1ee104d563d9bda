import { createProgramRunner } from "../../../src/sandbox/program/program-runner.ts";

/** Runs the shell words that it is given twice at a time, and says when both have said something. */
const [folder = "", words = ""] = process.argv.slice(2);
const runner = createProgramRunner();
let begun = 0;
for (const name of ["one", "two"]) {
  const program = {
    argv: ["sh", "-c", words],
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "" },
    logFile: `${folder}/${name}.log`,
    limits: { timeoutMs: 100_000, memoryBytes: 2 ** 32, logBytes: 2 ** 26, graceMs: 0 },
    isLow: true,
    isStrict: false,
  };
  const onProgress = (): void => {
    begun++;
    if (begun === 2) console.log("begun");
  };
  void runner.run(program, { signal: new AbortController().signal, onProgress });
}
