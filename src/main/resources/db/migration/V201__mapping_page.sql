-- What the mapping page needs at 200,000 people: search, who changed what since when, counts that nobody counts anew.
alter table source_person add column search_text varchar(3300) default '' not null;
alter table source_person add column inactive boolean default false not null;
alter table source_person add column best_score integer;
-- The number of the change that this person saw last, and who made it; empty for Ferry's own matching.
alter table source_person add column revision bigint default 0 not null;
alter table source_person add column changed_by varchar(200);
alter table target_account add column search_text varchar(2300) default '' not null;

update source_person set
    search_text = lower(user_key || ' ' || user_name || ' ' || coalesce(display_name, '') || ' ' || coalesce(email, '')),
    inactive = removed or not active;
update target_account set
    search_text = lower(account_id || ' ' || coalesce(display_name, '') || ' ' || coalesce(email, ''));

create index source_person_changed on source_person (migration_id, revision);
create index source_person_inactive on source_person (migration_id, inactive, user_key);
create index source_person_creatable on source_person (migration_id, creatable, user_key);

-- One line for each migration; who changes people's standing changes it first, so that changes follow one another.
create table mapping_state (
    migration_id     varchar(64) not null primary key,
    revision         bigint      not null,
    matched_at       timestamp with time zone,
    accounts         bigint      not null,
    hidden_addresses bigint      not null
);
create table people_tally (
    migration_id  varchar(64) not null,
    state         varchar(20) not null,
    people        bigint      not null,
    missing       bigint      not null,
    inactive      bigint      not null,
    primary key (migration_id, state)
);
insert into mapping_state (migration_id, revision, accounts, hidden_addresses)
    select p.migration_id, 0,
           (select count(*) from target_account a where a.migration_id = p.migration_id and a.kind = 'PERSON'),
           (select count(*) from target_account a
            where a.migration_id = p.migration_id and a.kind = 'PERSON' and a.email is null)
    from source_person p group by p.migration_id;
insert into people_tally (migration_id, state, people, missing, inactive)
    select migration_id, state, count(*), sum(case when creatable then 1 else 0 end),
           sum(case when inactive then 1 else 0 end)
    from source_person group by migration_id, state;

-- Addresses that Jira hides, from the organisation: kept apart, so that reading the site again does not lose them.
create table known_address (
    migration_id  varchar(64)  not null,
    account_id    varchar(255) not null,
    email         varchar(1000) not null,
    source        varchar(40)  not null,
    primary key (migration_id, account_id, source)
);
