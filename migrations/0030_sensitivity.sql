-- How sensitive the best cell is to its execution is one task, as a Monte Carlo study is.
alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check
  check (kind in (
    'callback', 'backtest', 'walk_forward_cells', 'walk_forward', 'cpcv_cells', 'cpcv',
    'search_cells', 'regression', 'monte_carlo', 'sensitivity'
  ));
