-- When did the status of a State under a treaty change, from what to what, and by which act?
SELECT changed.actor, changed.actor_name, changed.region, changed.treaty, changed.treaty_title,
       changed.since AS changed_on, before.status AS status_before, changed.status AS status_after,
       changed.act, changed.as_of
FROM intervals changed
JOIN intervals before ON before.actor = changed.actor AND before.treaty = changed.treaty
                     AND before.until = changed.since
WHERE changed.held_since IS NULL
  AND before.status <> 'did-not-exist'
  AND (changed.status <> 'did-not-exist' OR changed.act IS NOT NULL)
  -- Between these nothing happens: a list that was read ends, or an act may have been done.
  AND NOT (changed.act IS NULL AND changed.status IN ('no-action', 'no-act-read', 'unknown')
           AND before.status IN ('no-action', 'no-act-read', 'unknown'))
