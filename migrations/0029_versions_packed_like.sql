-- A night changes a few chunks of thousands: what a manifest has in common with that of an earlier version takes no room.

alter table dataset_version add column packed_like_id bigint references dataset_version;
