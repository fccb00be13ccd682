-- In which process instance a person answered: a second person confirms together with the first one of the same instance.
alter table confirmation add column process_instance_key bigint;
