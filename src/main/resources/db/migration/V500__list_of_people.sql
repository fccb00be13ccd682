-- What the report needs of everybody, by pages of 256 people in the order of their keys: hashes for its seal, and who is not
-- simply matched by address. A change of one person needs one page to be read again, and the report none.
create table people_page (
    migration_id   varchar(64)  not null,
    page           integer      not null,
    first_key      varchar(255) not null,
    people         integer      not null,
    missing        integer      not null,
    inactive       integer      not null,
    -- keys by state of those who are not matched, as JSON
    others         varchar(1000000) not null,
    list_sha256    varchar(64)  not null,
    mapping_sha256 varchar(64)  not null,
    primary key (migration_id, page)
);

-- Who stands on which page, as JSON; apart, because this stays when a person changes.
create table people_page_keys (
    migration_id varchar(64) not null,
    page         integer     not null,
    user_keys    varchar(1000000) not null,
    primary key (migration_id, page)
);

-- The change up to which the pages stand: another number than the revision says that they do not.
alter table mapping_state add column listed bigint default -1 not null;

-- People's accounts, and those of them whose address is hidden, after the last change to accounts.
alter table mapping_state add column accounts bigint default 0 not null;
alter table mapping_state add column hidden_accounts bigint default 0 not null;
update mapping_state set
    accounts = (select count(*) from target_account t
                where t.migration_id = mapping_state.migration_id and t.kind = 'PERSON'),
    hidden_accounts = (select count(*) from target_account t
                       where t.migration_id = mapping_state.migration_id and t.kind = 'PERSON' and t.email is null);
