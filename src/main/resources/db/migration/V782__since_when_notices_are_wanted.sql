-- A notice that could not be sent is tried again for three days, counted from when it was wanted first. Null: by an earlier Ferry.
alter table notice add wanted_at timestamp(6) with time zone;
