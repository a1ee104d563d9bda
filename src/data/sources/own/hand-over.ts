interface Handed<T> {
  readonly item: T;
  readonly taken: () => void;
}

/**
 * What a piece of work gives, one after the other, at the pace of whoever reads: `give` resolves when the next one is wanted.
 *
 * @param end is called when the reader goes away before the end
 */
export async function* handOver<T>(
  work: (give: (item: T) => Promise<void>) => Promise<unknown>,
  end: () => void,
): AsyncGenerator<T, void, undefined> {
  const handed: Handed<T>[] = [];
  let wake = Promise.withResolvers<void>();
  let ended: { readonly failure: unknown } | "well" | null = null;
  const working = work((item) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    handed.push({ item, taken: resolve });
    wake.resolve();
    return promise;
  })
    .then(
      () => (ended = "well"),
      (failure: unknown) => (ended = { failure }),
    )
    .finally(() => wake.resolve());
  const stateOf = (): typeof ended => ended;
  try {
    for (;;) {
      const next = handed.shift();
      if (next !== undefined) {
        yield next.item;
        next.taken();
        continue;
      }
      const state = stateOf();
      if (state === "well") return;
      if (state !== null) throw state.failure;
      await wake.promise;
      wake = Promise.withResolvers();
    }
  } finally {
    if (stateOf() === null) end();
    for (const { taken } of handed) taken();
    await working;
  }
}
