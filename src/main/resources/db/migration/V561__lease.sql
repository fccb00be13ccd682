-- Only one Ferry works with a database: see docs/adr/0016-one-ferry-at-a-time.md. There is one row.
create table lease (
    id int not null primary key,
    holder varchar(300) not null,
    held_until timestamp(6) with time zone not null
);
insert into lease (id, holder, held_until) values (1, '', timestamp with time zone '2000-01-01 00:00:00+00');
