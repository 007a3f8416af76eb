-- +goose Up
-- Łukasz is found by who types Lukasz: what was written before is folded as what is
-- written now.
UPDATE diary_entries SET folded =
  replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(folded, 'ł', 'l'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'), 'ŧ', 't'), 'þ', 'th'), 'æ', 'ae'), 'œ', 'oe'), 'ı', 'i'), '’', ''''), '‘', ''''), 'ʼ', ''''), 'ʻ', ''''), '‐', '-'), '–', '-');

-- +goose Down
-- What was folded away stands in the texts themselves; nothing is lost.
SELECT 1;
