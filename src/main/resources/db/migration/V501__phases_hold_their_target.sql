-- A phase that was started alone holds its target like a migration under way; empty where the whole route does.
alter table target_in_use add column phase varchar(40);
