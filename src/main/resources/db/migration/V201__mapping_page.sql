-- What the mapping page needs: who changed what since when, so that two people at it learn of each other.

-- The number of the change that this person saw last, and who made it; empty for Ferry's own matching.
alter table source_person add column revision bigint default 0 not null;
alter table source_person add column changed_by varchar(200);

-- One line for each migration; who changes something changes it first, so that changes follow one another.
create table mapping_state (
    migration_id      varchar(64) not null primary key,
    revision          bigint      not null,
    -- the last change that concerned everybody, and the last one to accounts
    bulk_revision     bigint      not null,
    accounts_revision bigint      not null,
    matched_at        timestamp with time zone
);
insert into mapping_state (migration_id, revision, bulk_revision, accounts_revision)
    select distinct migration_id, 0, 0, 0 from source_person;

-- Whom each change concerned, where it did not concern everybody.
create table person_change (
    migration_id  varchar(64)  not null,
    revision      bigint       not null,
    user_key      varchar(255) not null,
    primary key (migration_id, revision, user_key)
);

-- Filters and searches run in memory.
drop index source_person_state;

-- Addresses that Jira hides, from the organisation: kept apart, so that reading the site again does not lose them.
create table known_address (
    migration_id  varchar(64)   not null,
    account_id    varchar(255)  not null,
    email         varchar(1000) not null,
    source        varchar(40)   not null,
    primary key (migration_id, account_id, source)
);
