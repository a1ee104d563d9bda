export type Side = 1 | -1;
