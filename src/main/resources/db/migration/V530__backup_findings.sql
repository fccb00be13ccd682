-- What Ferry found in the backup of a migration, and the records that each finding is about: those hold data of people, so
-- they stand in a table of their own that can be emptied, and go no further than Ferry's page.
create table backup_finding (
    migration_id varchar(64) not null,
    position integer not null,
    code varchar(64) not null,
    message varchar(2000) not null,
    place varchar(1000) not null,
    records bigint not null,
    primary key (migration_id, position),
    constraint backup_finding_of_migration foreign key (migration_id) references migration (id)
);

create table backup_finding_record (
    migration_id varchar(64) not null,
    code varchar(64) not null,
    position integer not null,
    entity varchar(1000) not null,
    record_id varchar(1000),
    record_key varchar(1000),
    line bigint not null,
    byte_offset bigint not null,
    note varchar(1000),
    primary key (migration_id, code, position),
    constraint backup_finding_record_of_migration foreign key (migration_id) references migration (id)
);
