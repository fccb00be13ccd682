-- Objects with what is too little for a part of a file on its way. On record from before they are sent until they are deleted, so that
-- one which no file has any more is found, whenever a Ferry or its store broke off.
create table bucket_tail (
    object varchar(80) primary key,
    begun_at timestamp(6) with time zone not null
);
