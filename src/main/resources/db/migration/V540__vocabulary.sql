-- Words that changed: see docs/glossary.md and the CHANGELOG.
alter table handed_over_file rename to uploaded_file;
update migration set settings = replace(replace(settings, '"ways"', '"modes"'), '"BY_HAND"', '"MANUAL"');

update confirmation set decision = 'MANUAL' where decision = 'BY_HAND';

-- Addresses are masked in more of their forms: the report's hashes of people are made anew.
update mapping_state set listed = -1;
