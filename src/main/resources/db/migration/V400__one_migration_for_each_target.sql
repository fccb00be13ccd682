-- The cloud site that a migration under way goes to. Two migrations to one target would overwrite each other.
create table target_in_use (
    target varchar(500) primary key,
    migration_id varchar(64) not null references migration (id)
);
create index target_in_use_by_migration on target_in_use (migration_id);
