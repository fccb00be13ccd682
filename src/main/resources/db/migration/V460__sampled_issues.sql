-- Issues that were drawn from the backup, to be looked at in the target. Null: the backup does not name what it refers to.
create table sampled_issue (
    migration_id varchar(64) not null,
    position integer not null,
    issue_key varchar(255) not null,
    summary varchar(1000) not null,
    type varchar(1000),
    status varchar(1000),
    priority varchar(1000),
    assignee_key varchar(1000) not null,
    created varchar(1000) not null,
    updated varchar(1000) not null,
    primary key (migration_id, position),
    constraint sampled_issue_of_migration foreign key (migration_id) references migration (id)
);
