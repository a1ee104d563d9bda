-- Keeps the number 0009 until the migration that has it lands; delete this file then.
select 1;
