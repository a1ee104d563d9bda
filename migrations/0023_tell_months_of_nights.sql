-- Adds the view of nights by month, which people asked the old nightly deployment for.

-- Beside the other views: in their schema, or in ours where there is none (migration 16).
do $$
declare
  ours constant name := current_schema();
  theirs constant name := left(ours, 57) || '_views';
begin
  if exists (select from pg_namespace where nspname = theirs and has_schema_privilege(oid, 'create'))
    and to_regclass(format('%I.backtest_metrics', theirs)) is not null then
    perform set_config('search_path', format('%I, %I', theirs, ours), true);
  end if;
end $$;

create view backtest_metrics_monthly as
select
  date_trunc('month', backtest_date::timestamp)::date as month,
  dag,
  count(*) as nights,
  avg(sharpe_net) as sharpe_net,
  avg(cagr_net) as cagr_net,
  avg(max_drawdown) as max_drawdown,
  avg(total_return) as total_return,
  avg(total_trades)::float8 as total_trades,
  avg(total_fees) as total_fees
from backtest_metrics
group by 1, 2;
comment on view backtest_metrics_monthly is
  'A row per month and DAG: how many nights there were, and means over them; a night whose figure is null does not count in that mean.';
