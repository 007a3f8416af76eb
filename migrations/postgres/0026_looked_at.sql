-- +goose Up
-- That who asked for long work has seen how it ended, and what they are told of it
-- until then. What ended before counts as seen.
ALTER TABLE errands ADD COLUMN looked_at timestamptz;
ALTER TABLE errands ADD COLUMN says_done text NOT NULL DEFAULT '';
ALTER TABLE errands ADD COLUMN says_failed text NOT NULL DEFAULT '';
UPDATE errands SET looked_at = ended_at WHERE ended_at IS NOT NULL;
CREATE INDEX errands_unseen ON errands (asked_by, ended_at) WHERE ended_at IS NOT NULL AND looked_at IS NULL;

-- The day of which a junior file says how many posts there are; of older ones it is
-- not known.
ALTER TABLE counted_posts ADD COLUMN as_at date;

-- +goose Down
ALTER TABLE counted_posts DROP COLUMN as_at;
DROP INDEX errands_unseen;
ALTER TABLE errands DROP COLUMN says_failed;
ALTER TABLE errands DROP COLUMN says_done;
ALTER TABLE errands DROP COLUMN looked_at;
