-- The state of a large site is longer than a varchar may be in H2; both databases know text.
alter table fact alter column content set data type text;

-- What was compared last, and every item that differs.
create table comparison (
    migration_id varchar(64) not null references migration (id),
    moment varchar(20) not null,
    at timestamp(6) with time zone not null,
    verdict varchar(20) not null,
    rules text not null,
    primary key (migration_id, moment)
);
create table comparison_item (
    migration_id varchar(64) not null references migration (id),
    moment varchar(20) not null,
    position integer not null,
    rule varchar(60) not null,
    verdict varchar(20) not null,
    what varchar(1000) not null,
    expected varchar(1000) not null,
    found varchar(1000) not null,
    primary key (migration_id, moment, position)
);
create index comparison_item_of_rule on comparison_item (migration_id, moment, rule, position);

-- The chain over the record of events: each hash covers the one before it. Events of before have none.
alter table event add column evidence varchar(100);
alter table event add column evidence_hash varchar(64);
alter table event add column hash varchar(64);
