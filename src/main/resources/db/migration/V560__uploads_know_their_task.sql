-- Which visit of a task took a file: each visit needs a file of its own, and a job that runs again gets its own once more.
alter table uploaded_file add column taken_by bigint;
