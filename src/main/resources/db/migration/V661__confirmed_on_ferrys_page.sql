-- What somebody confirmed on Ferry's page, for a task that Ferry completes then: a completion without such a row confirms nothing.
create table page_confirmation (
    migration_id varchar(64) not null references migration (id),
    user_task_key bigint not null,
    subject varchar(100) not null,
    reason varchar(2000),
    person varchar(200) not null,
    by_channel varchar(20),
    by_issuer varchar(500),
    by_subject varchar(500),
    shown_sha256 varchar(64) not null,
    at timestamp(6) with time zone not null,
    primary key (migration_id, user_task_key)
);
