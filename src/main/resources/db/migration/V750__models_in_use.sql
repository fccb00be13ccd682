-- The process models that Ferry has deployed, by the engine's keys. What else runs under their ids is somebody's own.
create table deployed_model (
    definition_key bigint not null primary key,
    process_id varchar(255) not null,
    version integer not null
);
-- Which models worked for which migration.
create table model_in_use (
    migration_id varchar(64) not null references migration (id) on delete cascade,
    definition_key bigint not null,
    process_id varchar(255) not null,
    version integer not null,
    primary key (migration_id, definition_key)
);
