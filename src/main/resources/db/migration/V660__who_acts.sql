-- How Ferry knows who did something and who answered (null: an earlier Ferry recorded it, or nobody did it), the sign-in service
-- that vouches for them and what it calls them; of a change what was so before and after; of an answer the hash of what was shown.
alter table event add column by_channel varchar(20);
alter table event add column by_issuer varchar(500);
alter table event add column by_subject varchar(500);
alter table event add column state_before varchar(100000);
alter table event add column state_after varchar(100000);
alter table confirmation add column by_channel varchar(20);
alter table confirmation add column by_issuer varchar(500);
alter table confirmation add column by_subject varchar(500);
alter table confirmation add column shown_sha256 varchar(64);
