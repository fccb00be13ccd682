-- Browsers' sessions while several Ferrys work, as Spring Session keeps them. principal_name stays empty.
create table ferry_session (
    primary_id char(36) not null primary key,
    session_id char(36) not null,
    creation_time bigint not null,
    last_access_time bigint not null,
    max_inactive_interval int not null,
    expiry_time bigint not null,
    principal_name varchar(100)
);
create unique index ferry_session_by_id on ferry_session (session_id);
create index ferry_session_by_expiry on ferry_session (expiry_time);

create table ferry_session_attributes (
    session_primary_id char(36) not null references ferry_session (primary_id) on delete cascade,
    attribute_name varchar(200) not null,
    attribute_bytes bytea not null,
    primary key (session_primary_id, attribute_name)
);

-- Links that sign in, by the hash of what is in them; each is good once.
create table sign_in_link (
    hash varchar(64) not null primary key,
    person varchar(200) not null,
    good_until timestamp(6) with time zone not null
);
