-- Since when the winding up lets nothing more begin at the sites; empty before.
alter table migration add column closed_at timestamp(6) with time zone;
