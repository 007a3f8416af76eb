-- +goose Up

-- Since when an interview or an appraisal stands where it stands, so that whoever
-- it waits for is told since when: the instant of the last move, or of the last
-- offer of a time. Of older records it is the best that is known of them.
ALTER TABLE interviews ADD COLUMN moved_at timestamptz;
UPDATE interviews SET moved_at = COALESCE(CASE WHEN state = 'shared' THEN shared_at WHEN state = 'confirmed' THEN confirmed_at END, updated_at);

ALTER TABLE appraisals ADD COLUMN moved_at timestamptz;
-- A closed one is fixed, and waits for nobody.
UPDATE appraisals SET moved_at = CASE
    WHEN state = 'preparing' THEN (SELECT c.opened_at FROM appraisal_cycles c WHERE c.id = appraisals.cycle_id)
    WHEN state = 'self_shared' THEN self_shared_at
    WHEN state = 'response_shared' THEN response_shared_at
    ELSE (SELECT MAX(t.at) FROM trail t WHERE t.record = 'appraisal' AND t.record_id = CAST(appraisals.id AS text))
  END WHERE state <> 'closed';

-- +goose Down
ALTER TABLE appraisals DROP COLUMN moved_at;
ALTER TABLE interviews DROP COLUMN moved_at;
