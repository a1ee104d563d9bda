/** Every key and what it does; the list that `?` shows and docs/ui.md has. */
export const KEYS = [
  ["/", "go to the filter"],
  ["j  k", "next, previous row"],
  ["Enter", "open the row"],
  ["Esc", "close; leave a filter"],
  ["g d", "go to the DAGs"],
  ["g r", "go to the runs"],
  ["g p", "go to the prices"],
  ["g c", "go to the comparison"],
  ["g a", "go to administration"],
  ["r", "run this DAG"],
  ["t", "change the time zone of what is shown"],
  ["?", "this list"],
] as const;
