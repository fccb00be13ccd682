-- The instance of the phase that a hold is for, once it is known: only that one gives it back.
alter table target_in_use add column process_instance_key bigint;
update target_in_use set process_instance_key = (
    select process_instance_key from phase_instance p
    where p.migration_id = target_in_use.migration_id and p.phase = target_in_use.phase
    order by started_at desc limit 1);
-- Migrations that had ended could take their target again: nobody could give it free.
delete from target_in_use where phase is null
    and migration_id in (select id from migration where outcome is not null);
