-- People's data: erased on request by DELETE, never copied elsewhere.
create table source_person (
    migration_id  varchar(64)   not null,
    user_key      varchar(255) not null,
    user_name     varchar(1000) not null,
    display_name  varchar(1000),
    email         varchar(1000),
    active        boolean       not null,
    removed       boolean       not null,
    -- what matching found
    found_state      varchar(20)  not null,
    found_account_id varchar(255),
    found_policy     varchar(100),
    found_conflict   varchar(40),
    found_creatable  boolean      not null,
    -- where the person stands: what was found with decisions laid over it
    state         varchar(20)   not null,
    account_id    varchar(255),
    conflict      varchar(40),
    creatable     boolean       not null,
    primary key (migration_id, user_key)
);
create index source_person_state on source_person (migration_id, state, user_key);
-- One account serves one person; the app refuses a mapping that says otherwise.
create unique index source_person_account on source_person (migration_id, account_id);

create table target_account (
    migration_id  varchar(64)   not null,
    account_id    varchar(255) not null,
    display_name  varchar(1000),
    email         varchar(1000),
    active        boolean       not null,
    kind          varchar(20)   not null,
    source        varchar(40)   not null,
    primary key (migration_id, account_id)
);

create table account_suggestion (
    migration_id  varchar(64)   not null,
    user_key      varchar(255) not null,
    account_id    varchar(255) not null,
    score         integer       not null,
    policy        varchar(100)  not null,
    reason        varchar(500)  not null,
    primary key (migration_id, user_key, account_id)
);

-- Kept apart from the people, so that reading the sites again loses no decision.
create table person_decision (
    migration_id  varchar(64)   not null,
    user_key      varchar(255) not null,
    kind          varchar(20)   not null,
    account_id    varchar(255),
    reason        varchar(1000),
    decided_by    varchar(200)  not null,
    decided_at    timestamp with time zone not null,
    primary key (migration_id, user_key)
);
