-- How many States and organizations did each treaty bind on the day of the resolution?
SELECT t.treaty, t.short_title, d.adopted_on AS on_day, t.in_force_on,
       COUNT(CASE WHEN i.status = 'party' AND a.kind <> 'organization' THEN 1 END) AS states_bound,
       COUNT(CASE WHEN i.status = 'party' AND a.kind = 'organization' THEN 1 END) AS others_bound,
       COUNT(CASE WHEN i.status = 'contracting-state' THEN 1 END) AS bound_later,
       COUNT(CASE WHEN i.status = 'signatory' THEN 1 END) AS signed_only,
       t.list_complete, t.as_of
FROM treaties t
CROSS JOIN (SELECT MAX(adopted_on) AS adopted_on FROM paragraphs) d
LEFT JOIN intervals i ON i.treaty = t.treaty AND i.since <= d.adopted_on
                     AND (i.until IS NULL OR i.until > d.adopted_on)
LEFT JOIN actors a ON a.actor = i.actor
GROUP BY t.treaty, t.short_title, d.adopted_on, t.in_force_on, t.list_complete, t.as_of
