-- The last words that changed: see docs/glossary.md and the CHANGELOG.
alter table intent rename column begun_at to started_at;
update intent set state = 'STARTED' where state = 'BEGUN';

alter table comparison rename column moment to comparison_point;
alter table comparison_item rename column moment to comparison_point;
update comparison set rules = replace(rules, '"drawn-issues"', '"sampled-issues"');
update comparison_item set rule = 'sampled-issues' where rule = 'drawn-issues';

update source_person set state = 'MAPPED_MANUALLY' where state = 'MAPPED_BY_HAND';
update source_person set found_state = 'MAPPED_MANUALLY' where found_state = 'MAPPED_BY_HAND';
-- The report's hashes of people contain the state, so they are made anew.
update mapping_state set listed = -1;
