/**
 * The status of a row of `run` as SQL (`RunStatus`): derived, since `stopping` and `paused_at` are the facts, and a state beside
 * them could say otherwise.
 */
export const RUN_STATUS = `
  case when run.finished_at is not null then run.state
    when run.stopping = 'cancelled' then 'cancelling' when run.stopping = 'failed' then 'failing'
    when run.paused_at is not null then 'paused' else run.state end`;
