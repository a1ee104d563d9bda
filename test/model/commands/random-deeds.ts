import * as fc from "fast-check";
import { PRIORITIES } from "../../../src/core/names/priority.ts";
import { POOL, SHAPE_NAMES, STEPS_MS } from "../shapes.ts";
import { goOn, killOnAndOn, pauseFor, stopInTheMiddle, wakeUpLate } from "./courses.ts";
import type { Deed, Deeds } from "./deed.ts";
import { finish, OUTCOMES, workOn } from "./job-deeds.ts";
import * as people from "./people-deeds.ts";
import * as workers from "./worker-deeds.ts";

const number = fc.nat({ max: 11 });
const ofWorker = (deed: (number: number) => Deed): fc.Arbitrary<Deed> => number.map(deed);
const DAY_MS = 86_400_000;

/** Whatever may happen, more often what brings runs on. */
export const randomDeeds: fc.Arbitrary<Deed | Deeds> = fc.oneof(
  { weight: 30, arbitrary: fc.tuple(number, number).map(([job, worker]) => workOn(job, worker)) },
  { weight: 14, arbitrary: number.map((work) => finish(work, "ok", 0)) },
  {
    weight: 10,
    arbitrary: fc
      .tuple(number, fc.constantFrom(...OUTCOMES), fc.integer({ min: 1, max: 7 }))
      .map(([work, outcome, cells]) => finish(work, outcome, cells)),
  },
  {
    weight: 10,
    arbitrary: fc
      .tuple(fc.constantFrom("ok", "ok", ...OUTCOMES), fc.constantFrom(3, 10, 40))
      .map(([outcome, most]) => goOn(outcome, most)),
  },
  { weight: 3, arbitrary: fc.constantFrom(1, 4, 6).map(killOnAndOn) },
  { weight: 4, arbitrary: fc.constantFrom("ok", ...OUTCOMES).map(wakeUpLate) },
  { weight: 3, arbitrary: fc.constantFrom("ok", ...OUTCOMES).map(stopInTheMiddle) },
  {
    weight: 3,
    arbitrary: fc.tuple(number, fc.constantFrom(...Object.values(STEPS_MS))).map(([run, ms]) => pauseFor(run, ms)),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...SHAPE_NAMES), fc.constantFrom(...PRIORITIES))
      .map(([shape, priority]) => people.start(shape, priority)),
  },
  { weight: 6, arbitrary: ofWorker(workers.watchBy) },
  { weight: 2, arbitrary: ofWorker(workers.cutOff) },
  { weight: 2, arbitrary: ofWorker(workers.beat) },
  { weight: 2, arbitrary: ofWorker(workers.kill) },
  { weight: 2, arbitrary: ofWorker(workers.leave) },
  { weight: 4, arbitrary: fc.constant(STEPS_MS.toNextTry).map(workers.moveClock) },
  { weight: 1, arbitrary: fc.constant(STEPS_MS.overBacktest).map(workers.moveClock) },
  { weight: 1, arbitrary: fc.constantFrom(-DAY_MS, 0, DAY_MS).map(workers.skewHosts) },
  { weight: 2, arbitrary: ofWorker(people.cancel) },
  { weight: 2, arbitrary: ofWorker(people.pause) },
  { weight: 3, arbitrary: ofWorker(people.unpause) },
  { weight: 3, arbitrary: fc.tuple(number, fc.boolean()).map(([run, failed]) => people.retry(run, failed)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(number, number, fc.boolean())
      .map(([run, task, recompute]) => people.clear(run, task, recompute)),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(POOL, "low" as const), fc.nat({ max: 3 }))
      .map(([name, slots]) => people.limit(name, slots)),
  },
);
