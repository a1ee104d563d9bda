/**
 * Which tests are to notice a change of a folder of `src`: quick ones first, and only when they have not, the others. The first
 * line that fits counts.
 */
const CONCERNED: readonly {
  readonly of: RegExp;
  readonly quick: readonly string[];
  readonly slow: readonly string[];
}[] = [
  {
    of: /^src\/runs\/(schedule|wait|deadline)\//,
    quick: ["test/runs/schedule", "test/worker/scheduler.test.ts", "test/worker/tick-round.test.ts"],
    slow: ["test/runs", "test/worker"],
  },
  {
    of: /^src\/runs\/(end|alarms)\//,
    quick: [
      "test/runs/end/stop.test.ts",
      "test/runs/end/outbox.test.ts",
      "test/runs/end/message-order.test.ts",
      "test/runs/spine.test.ts",
    ],
    slow: ["test/runs", "test/worker/fail-over.test.ts"],
  },
  { of: /^src\/runs\/judge\//, quick: ["test/runs/judge"], slow: ["test/runs", "test/store"] },
  { of: /^src\/runs\/query\//, quick: ["test/runs/query"], slow: ["test/runs"] },
  {
    of: /^src\/runs\//,
    quick: [
      "test/runs/spine.test.ts",
      "test/runs/unheld-promises.test.ts",
      "test/runs/kinds",
      "test/runs/watch",
      "test/runs/sweep",
      "test/runs/callback",
      "test/runs/end/stop.test.ts",
    ],
    slow: ["test/runs", "test/worker"],
  },
  {
    of: /^src\/worker\//,
    quick: [
      "test/worker/watchdog.test.ts",
      "test/worker/tick-round.test.ts",
      "test/worker/worker-process.test.ts",
      "test/runs/spine.test.ts",
    ],
    slow: ["test/worker", "test/runs/watch", "test/cli/interrupts.test.ts"],
  },
  {
    of: /^src\/store\/(alarms|alerts|outbox)/,
    quick: [
      "test/runs/end/outbox.test.ts",
      "test/runs/end/message-order.test.ts",
      "test/runs/end/delivery-model.test.ts",
    ],
    slow: [
      "test/runs/end/delivery-model.test.ts",
      "test/runs/schedule",
      "test/runs/spine.test.ts",
      "test/runs/query",
      "test/store",
    ],
  },
  {
    of: /^src\/store\/run\/(ticks|dags|deadlines|waits|list-runs)/,
    quick: [
      "test/store/dags.test.ts",
      "test/runs/schedule",
      "test/worker/scheduler.test.ts",
      "test/worker/tick-round.test.ts",
    ],
    slow: ["test/runs/query", "test/runs/end", "test/runs/watch", "test/worker"],
  },
  {
    of: /^src\/store\/(run\/(recover|attempts)|outside\/|workers|enqueue-jobs)/,
    quick: [
      "test/runs/watch",
      "test/runs/unheld-promises.test.ts",
      "test/runs/kinds",
      "test/runs/executors",
      "test/runs/end/stop.test.ts",
      "test/worker/worker-process.test.ts",
    ],
    slow: [
      "test/runs/callback",
      "test/runs/schedule",
      "test/runs/sweep",
      "test/runs/spine.test.ts",
      "test/runs/end",
      "test/worker",
    ],
  },
  {
    of: /^src\/store\/(trials|sweep|binary-array|logs)/,
    quick: [
      "test/store/sweep",
      "test/store/cell-figures.test.ts",
      "test/runs/sweep",
      "test/runs/judge",
      "test/runs/query/query.test.ts",
    ],
    slow: [
      "test/store",
      "test/runs/query",
      "test/runs/spine.test.ts",
      "test/runs/executors",
      "test/runs/watch",
      "test/cli/views",
    ],
  },
  { of: /^src\/store\/(embedded|connection|problems)\//, quick: ["test/store"], slow: ["test/runs", "test/worker"] },
  {
    of: /^src\/(store|core)\//,
    quick: [
      "test/store/moves",
      "test/store/sweep",
      "test/store/schema.test.ts",
      "test/runs/spine.test.ts",
      "test/runs/unheld-promises.test.ts",
      "test/runs/watch",
      "test/runs/sweep",
      "test/runs/end/stop.test.ts",
    ],
    slow: ["test/store", "test/runs", "test/worker"],
  },
];

/** Half a minute and more each: only where they are what a folder is about. */
const LONG: readonly { readonly test: string; readonly of: RegExp }[] = [
  { test: "test/worker/five-schedulers.test.ts", of: /^src\/(runs\/schedule|store\/run\/ticks)/ },
  { test: "test/store/embedded.test.ts", of: /^src\/store\/embedded\// },
];

/** Arguments of vitest for each of the two steps. */
export function concernedTests(file: string): readonly (readonly string[])[] {
  const found = CONCERNED.find(({ of }) => of.test(file));
  if (found === undefined)
    throw new RangeError(`No tests are known for ${file}: add a line to ${import.meta.filename}`);
  const without = LONG.filter(({ of }) => !of.test(file)).flatMap(({ test }) => ["--exclude", test]);
  return [
    [...found.quick, ...without],
    [...found.slow, ...without],
  ];
}
