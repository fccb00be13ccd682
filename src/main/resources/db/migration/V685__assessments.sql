-- Assessments that people asked for on Ferry's page or by its API; the newest are kept. The document is JSON as
-- docs/assessment.schema.json describes it, and holds nobody's name or address.
create table assessment (
    id varchar(36) not null primary key,
    started_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    started_by varchar(200) not null,
    source varchar(500) not null,
    target varchar(500),
    state varchar(20) not null,
    failure varchar(2000),
    -- The teams of who began it, with spaces between them; empty: only administrators see it, where teams are set up.
    teams varchar(10000) not null,
    document text
);
