-- The plan of a migration's runbook that somebody kept: when it begins and how long each phase takes. The newest one counts;
-- the timeline has who kept which. The content is JSON: the times of the phases, and where they come from.
create table runbook_plan (
    migration_id varchar(64) not null primary key references migration (id) on delete cascade,
    revision integer not null,
    start_at timestamp(6) with time zone not null,
    zone varchar(60) not null,
    kept_at timestamp(6) with time zone not null,
    kept_by varchar(200) not null,
    content text not null
);
