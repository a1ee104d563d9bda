/** Tells the work of this process which runs are stopping. */
export interface StopSignals {
  /** A signal that fires when the run is told to stop; release it when the work has ended. */
  watch(runId: string): { readonly signal: AbortSignal; release(): void };
  /** Fires the signals of a run. */
  fire(runId: string): void;
  /** Runs that somebody watches, to be looked up after a lost connection. */
  watched(): readonly string[];
}

export function createStopSignals(): StopSignals {
  const controllers = new Map<string, Set<AbortController>>();
  return {
    watch(runId) {
      const controller = new AbortController();
      const ofRun = controllers.get(runId) ?? new Set();
      controllers.set(runId, ofRun.add(controller));
      return {
        signal: controller.signal,
        release() {
          ofRun.delete(controller);
          if (ofRun.size === 0 && controllers.get(runId) === ofRun) controllers.delete(runId);
        },
      };
    },
    fire(runId) {
      for (const controller of controllers.get(runId) ?? []) controller.abort(new Error("The run was told to stop"));
    },
    watched: () => [...controllers.keys()],
  };
}
