-- +goose Up

-- Appraisals that both have signed and nobody has countersigned: few at any time,
-- and looked for whenever somebody who leads a division asks what waits for them.
CREATE INDEX appraisals_to_countersign ON appraisals (state) WHERE state = 'person_signed';

-- +goose Down
DROP INDEX appraisals_to_countersign;
