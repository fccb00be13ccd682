-- The file of each kind that people handed over last: it counts. Once a task took it, another one counts only when the
-- task waits again.
create table handed_over_file (
    migration_id varchar(64) not null references migration (id),
    kind varchar(20) not null,
    artifact_id varchar(64) not null,
    name varchar(200) not null,
    bytes bigint not null,
    sha256 varchar(64) not null,
    at timestamp(6) with time zone not null,
    taken_at timestamp(6) with time zone,
    primary key (migration_id, kind)
);
