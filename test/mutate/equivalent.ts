const SAME_MICROSECOND =
  "A moment of the database is met to the microsecond at most by chance; the next look finds what this one left.";

/** Mutants that survive and change nothing that anybody could see, by what `npm run mutate` says of them, with the reason. */
export const EQUIVALENT: Readonly<Record<string, string>> = {
  'src/store/run/waits.ts  move the border: "<=" → "<"': SAME_MICROSECOND,
  'src/store/enqueue-jobs.ts  move the border: "<=" → "<"': SAME_MICROSECOND,
  'src/store/alerts.ts  drop the guard: "delivery.state = \'pending\'" → "(true)"':
    "What is held and not pending has been told in a summary: nobody asks any more whether it is held.",
};
