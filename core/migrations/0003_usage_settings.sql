-- Only adds: how often the use of keys is written to the file beside the store, and how long that keeps it.

ALTER TABLE settings ADD COLUMN usage_interval_us INTEGER NOT NULL DEFAULT 1000000;

ALTER TABLE settings ADD COLUMN usage_minutes_kept_us INTEGER NOT NULL DEFAULT 172800000000; -- 48 hours

ALTER TABLE settings ADD COLUMN usage_hours_kept_us INTEGER NOT NULL DEFAULT 7776000000000; -- 90 days

ALTER TABLE settings ADD COLUMN usage_days_kept_us INTEGER; -- NULL: for ever
