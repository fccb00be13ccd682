-- The directory by which a person came, where the backup holds it as inactive (its name) or not at all (its id). Such people are
-- proposed to be left unmapped together. Known for people who are read from a backup from now on.
alter table source_person add column inactive_directory varchar(1000);

-- How many of the people on a page are proposed.
alter table people_page add column proposed integer default 0 not null;
