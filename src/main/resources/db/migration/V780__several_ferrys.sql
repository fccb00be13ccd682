-- Who is at something that one Ferry does at a time, while several work: docs/adr/0023-several-ferrys-at-a-time.md. A claim is
-- renewed while the work lasts, and ends by itself when its holder is gone.
create table claim (
    name varchar(200) not null primary key,
    holder varchar(36) not null,
    held_until timestamp(6) with time zone not null
);

-- Steps that are tried again by themselves, so that each Ferry's pages show those of all.
create table retried_step (
    migration_id varchar(64) not null references migration (id) on delete cascade,
    step varchar(200) not null,
    since timestamp(6) with time zone not null,
    next_try timestamp(6) with time zone not null,
    message varchar(2000) not null,
    primary key (migration_id, step)
);

-- What an assessment under way looks at.
alter table assessment add column step varchar(300);

-- The sets of models that Ferry's releases have deployed, so that an older release notices that a newer one was there.
create table deployed_release (
    models varchar(64) not null primary key,
    ferry varchar(100) not null,
    first_at timestamp(6) with time zone not null
);
