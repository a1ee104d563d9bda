-- Lets others read what nights have brought, in views whose columns stay: see docs/clients.md.

-- In a schema of their own, named after ours, so that two installations in one database do not meet. Whoever owns our schema
-- and may make no other one finds them in ours.
do $$
declare
  ours constant name := current_schema();
  theirs constant name := left(ours, 57) || '_views';
  is_there boolean := exists (select from pg_namespace where nspname = theirs and has_schema_privilege(oid, 'create'));
begin
  if not is_there and has_database_privilege(current_database(), 'create') and to_regnamespace(quote_ident(theirs)) is null then
    execute format('create schema %I', theirs);
    is_there := true;
  end if;
  -- For the rest of this transaction: views go to the first, and their tables are found in the second.
  if is_there then
    perform set_config('search_path', format('%I, %I', theirs, ours), true);
  end if;
end $$;

create view run_summary as
select
  run.id as run_id,
  run.dag_id as dag,
  run.state,
  run.reason,
  run.trigger,
  run.priority,
  run.logical_date,
  run.created_at,
  run.started_at,
  run.finished_at,
  extract(epoch from run.finished_at - coalesce(run.reopened_at, run.created_at))::float8 as duration_seconds,
  run.cells_total,
  run.cells_succeeded,
  run.cells_cached,
  run.cells_failed,
  run.dag_hash as version
from run;
comment on view run_summary is 'A row per run. duration_seconds: from the moment of asking to the end.';

create view backtest_metrics as
select
  run.id as run_id,
  run.dag_id as dag,
  figures ->> 'backtest' as backtest,
  run.trigger,
  run.logical_date,
  (run.logical_date at time zone 'UTC')::date as backtest_date,
  (figures #>> '{run,period_start}')::date as period_start,
  (figures #>> '{run,period_end}')::date as period_end,
  (figures #>> '{best,metrics,total_return}')::float8 as total_return,
  (figures #>> '{best,metrics,gross_total_return}')::float8 as total_return_gross,
  (figures #>> '{best,metrics,cagr}')::float8 as cagr_net,
  (figures #>> '{best,metrics,gross_cagr}')::float8 as cagr_gross,
  (figures #>> '{best,metrics,sharpe}')::float8 as sharpe_net,
  (figures #>> '{best,metrics,sortino}')::float8 as sortino,
  (figures #>> '{best,metrics,calmar}')::float8 as calmar,
  (figures #>> '{best,metrics,max_drawdown}')::float8 as max_drawdown,
  (figures #>> '{best,metrics,volatility}')::float8 as volatility,
  (figures #>> '{best,metrics,win_rate}')::float8 as win_rate,
  (figures #>> '{best,metrics,profit_factor}')::float8 as profit_factor,
  (figures #>> '{best,metrics,total_trades}')::float8::bigint as total_trades,
  (figures #>> '{best,metrics,avg_duration}')::float8 as avg_duration,
  (figures #>> '{best,metrics,total_fees}')::float8 as total_fees,
  (figures #>> '{best,metrics,fee_per_trade}')::float8 as fee_per_trade,
  (figures #>> '{best,metrics,cost_drag_bps}')::float8 as cost_drag_bps,
  (figures #>> '{best,metrics,final_equity}')::float8 as final_equity,
  figures #> '{best,params}' as params,
  (figures #>> '{cells,total}')::float8::bigint as cells
from run_figures join run on run.id = run_figures.run_id
where figures ->> 'version' = '1' and jsonb_typeof(figures -> 'best') = 'object';
comment on view backtest_metrics is
  'A row per night: the best cell of the first backtest of a run that succeeded, experiments and backfills left out.';
comment on column backtest_metrics.max_drawdown is 'A positive fraction: 0.08 is a fall of 8 %.';

create view nightly_metric as
select
  run.id as run_id,
  run.dag_id as dag,
  figures ->> 'backtest' as backtest,
  run.logical_date,
  metric.key as metric,
  case jsonb_typeof(metric.value) when 'number' then metric.value::text::float8 end as value,
  figures #>> array['best', 'reasons', metric.key] as reason
from run_figures join run on run.id = run_figures.run_id
  cross join lateral jsonb_each(case jsonb_typeof(figures #> '{best,metrics}') when 'object'
    then figures #> '{best,metrics}' else '{}' end) as metric
where figures ->> 'version' = '1';
comment on view nightly_metric is 'A row per night and metric of the best cell; reason says why a value is null.';
