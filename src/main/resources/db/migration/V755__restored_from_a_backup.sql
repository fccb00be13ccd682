-- What tells whether this database is the one that Ferry last worked with: a backup that is put back has counted less, or is
-- another database to PostgreSQL. The same id and count are in the file record-mark of ferry.home.
create table record_mark (
    id integer not null primary key,
    database_id varchar(36) not null,
    -- Starts of Ferry, and what it has begun at sites.
    steps bigint not null,
    -- What PostgreSQL knows the database by; null on H2.
    identity varchar(200)
);

create table restoration (
    number integer not null primary key,
    found_at timestamp(6) with time zone not null,
    -- As the administrator said; null if nobody did.
    backup_of timestamp(6) with time zone,
    why varchar(500) not null
);

-- The migrations that were on record when the database was last restored.
create table migration_restored (
    migration_id varchar(64) not null primary key references migration (id) on delete cascade,
    restoration integer not null references restoration (number)
);

-- After which restoration an intent was begun, if after any.
alter table intent add column restoration integer;
-- What it is about beside the occasion, where an action is for several things.
alter table intent add column item varchar(64);
-- Whether it was the first of its kind after a restoration, so that an earlier one may be missing on record.
alter table intent add column in_doubt boolean default false not null;
