-- Which status did a State have under a treaty on a day, and in every span of time?
-- On a day hold the spans with since <= day AND (until IS NULL OR until > day).
SELECT actor, actor_name, region, subregion, treaty, treaty_title, status, since, until,
       held_since, day_known, as_of, reason
FROM intervals
WHERE status <> 'did-not-exist'
