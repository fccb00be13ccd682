-- The front page filters by it; the settings say the same.
alter table migration add column rehearsal boolean default false not null;
update migration set rehearsal = true where settings like '%"rehearsal":true%';
create index migration_by_end on migration (ended_at);
