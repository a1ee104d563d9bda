-- A role that reads the views of Nightgrid (docs/clients.md) and nothing else. Run it as an administrator of the database:
--   psql "$DATABASE_URL" -f deploy/sql/read-only-role.sql
-- then give it a password: \password nightgrid_reader
-- Where the schema of Nightgrid has another name than `nightgrid`, its views are in `<that name>_views`: change it below.

do $$
begin
  if not exists (select from pg_roles where rolname = 'nightgrid_reader') then
    create role nightgrid_reader login;
  end if;
end $$;

alter role nightgrid_reader set default_transaction_read_only = on;
alter role nightgrid_reader set statement_timeout = '30s';
alter role nightgrid_reader connection limit 10;

grant usage on schema nightgrid_views to nightgrid_reader;
grant select on all tables in schema nightgrid_views to nightgrid_reader;
