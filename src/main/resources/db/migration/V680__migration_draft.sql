-- A migration that somebody is entering on Ferry's page and has not started: one for each person, who is known by a hash. It holds
-- addresses of sites and names of credentials, never a secret.
create table migration_draft (
    owner varchar(64) not null primary key,
    content varchar(20000) not null,
    saved_at timestamp(6) with time zone not null
);
create index migration_draft_saved_at on migration_draft (saved_at);
