-- The team that a migration belongs to, where teams are set up: only that team sees it. Null: only administrators do.
alter table migration add column team varchar(40);
