-- Secrets of declared credentials whose source is "store": sealed with a key from outside, base64. See docs/credentials.md.
create table stored_secret (
    name varchar(40) not null primary key,
    sealed varchar(20000) not null,
    stored_at timestamp(6) with time zone not null
);
