import * as fc from "fast-check";
import { expect, it } from "vitest";
import { conclude } from "./conclude.ts";
import { randomDeeds } from "./commands/random-deeds.ts";
import { start } from "./commands/people-deeds.ts";
import { emptyState, type ModelState } from "./rules/model-state.ts";
import { POOL, SHAPE_NAMES } from "./shapes.ts";
import { ModelSystem } from "./system/model-system.ts";

const WORKERS = 3;
const RUNS = Number(process.env["MODEL_RUNS"] ?? 24);
const LENGTH = Number(process.env["MODEL_LENGTH"] ?? 30);
/** Another one each time; that of a failure is printed with it. */
const SEED = Number(process.env["MODEL_SEED"] ?? Date.now() % 2 ** 31);

/** A system and a model that know the same. */
async function beginning(): Promise<{ readonly model: ModelState; readonly real: ModelSystem }> {
  const real = await ModelSystem.create(WORKERS);
  const model = emptyState();
  model.limits.set(`pool:${POOL}`, 2);
  for (const { deps } of real.workers) model.workers.push({ id: deps.workerId, isBeating: true });
  return { model, real };
}

it(
  `whatever happens in whatever order, runs are what a simple model says, and all end (MODEL_SEED=${SEED})`,
  async () => {
    const deeds = fc.commands<ModelState, ModelSystem, false>([randomDeeds], { maxCommands: LENGTH, size: "max" });
    const path = process.env["MODEL_PATH"];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...SHAPE_NAMES], { minLength: 1, maxLength: 2 }),
        deeds,
        async (first, happens) => {
          const { model, real } = await beginning();
          await using _system = real;
          for (const shape of first) await start(shape, "normal").run(model, real);
          await fc.asyncModelRun(() => ({ model, real }), happens);
          expect(await conclude(model, real)).toEqual([]);
        },
      ),
      {
        numRuns: RUNS,
        seed: SEED,
        endOnFailure: process.env["MODEL_SHRINK"] === undefined,
        ...(path !== undefined && { path }),
      },
    );
  },
  60_000 + RUNS * 20_000,
);
