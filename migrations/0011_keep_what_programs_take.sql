-- Keeps what the programs of an attempt have taken, cell by cell, and how far the attempt is.
alter table attempt add usage jsonb;
alter table attempt add progress real check (progress between 0 and 1);
