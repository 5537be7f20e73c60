-- Whom does a treaty not bind on its as-of date, and why: consented and bound later, signed only,
-- free to join, no act read, joining on invitation, not eligible ...?
SELECT actor, actor_name, region, subregion, treaty, treaty_title, status, since, legal_basis,
       list_complete, as_of, reason
FROM participations
WHERE status NOT IN ('party', 'did-not-exist')
