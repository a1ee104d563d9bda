import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { allowedEnv } from "../../sandbox/parent/allowed-env.ts";
import { lane } from "../../sandbox/modules/lane.ts";
import { type DeclaredStrategy, declaredIn, type PythonModule } from "./declared-strategy.ts";
import { type Env, findInterpreter } from "./find-interpreter.ts";

const READER = fileURLToPath(new URL("../../../python/nightgrid_worker/declared.py", import.meta.url));
const READ_MS = 5000;
const MIB = 1024 * 1024;
/** Programs at a time. */
const LANES = 3;

const execute = promisify(execFile);
const reading = lane(LANES);

/**
 * What a module declares, as far as its text says it: none of it is run, and its packages need not be there.
 *
 * @returns null when it takes more than reading, or cannot be read
 * @throws AppError STRATEGY_INVALID for what is declared wrongly, PYTHON_MISSING
 */
export async function readDeclared(module: PythonModule, env: Env): Promise<DeclaredStrategy | null> {
  const { command } = findInterpreter(module.path, env);
  const args = ["-B", READER, module.path, module.exportName];
  const options = { env: allowedEnv(env), timeout: READ_MS, maxBuffer: MIB };
  const said: unknown = await reading.run(() =>
    execute(command, args, options).then(
      ({ stdout }) => JSON.parse(stdout) as unknown,
      // Text that no reader bears, or no time: whoever imports it finds out.
      () => null,
    ),
  );
  return said === null ? null : declaredIn(said, module);
}
