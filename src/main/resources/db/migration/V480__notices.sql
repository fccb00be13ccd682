-- Who was told of what, so that nobody is told twice, not even after a restart.
create table notice (
    migration_id varchar(64) not null references migration (id),
    channel varchar(60) not null,
    -- what it is about: a task, an incident, an outcome
    subject varchar(200) not null,
    -- after how long: each is told once
    stage varchar(40) not null,
    -- WANTED, SENDING (also when Ferry ended meanwhile: it may have gone out), SENT, FAILED
    state varchar(20) not null,
    at timestamp(6) with time zone not null,
    why varchar(500),
    primary key (migration_id, channel, subject, stage)
);
create index notice_by_state on notice (state, at);
