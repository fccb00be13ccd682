-- Files that are kept in a bucket, from their first byte on. Content is in the bucket only; what is there counts if a row says so.
create table bucket_file (
    id varchar(36) primary key,
    state varchar(12) not null,
    -- What there may be only one of on its way; null once it is stored, refused or thrown away.
    slot varchar(400) unique,
    owner varchar(64) not null,
    kind varchar(20) not null,
    name varchar(200) not null,
    bytes bigint not null,
    source varchar(10),
    mark varchar(4000) not null,
    begun_at timestamp(6) with time zone not null,
    moved_at timestamp(6) with time zone not null,
    rejection_title varchar(2000),
    rejection_what_to_do varchar(4000),
    -- Who may add to it; the last one who came. What another one sends no longer counts.
    writer varchar(36),
    next_part integer not null,
    upload_id varchar(2000),
    received bigint not null,
    tail varchar(80),
    tail_bytes bigint not null,
    whole boolean not null,
    version varchar(1000),
    sha256 varchar(64),
    stored_at timestamp(6) with time zone
);
create index bucket_file_of_owner on bucket_file (owner);
create index bucket_file_in_state on bucket_file (state);
create table bucket_part (
    file_id varchar(36) not null references bucket_file (id) on delete cascade,
    number integer not null,
    bytes bigint not null,
    etag varchar(200) not null,
    md5 varchar(32) not null,
    primary key (file_id, number)
);
