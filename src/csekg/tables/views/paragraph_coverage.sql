-- How many States and organizations are bound to what each paragraph asks, by a provision that is
-- equivalent to it or implements it: on the day of the resolution, and on the as-of date?
SELECT p.paragraph, p.paragraph_name, p.place,
       COUNT(DISTINCT c.treaty) AS treaties,
       COUNT(DISTINCT CASE WHEN i.since <= p.adopted_on
                            AND (i.until IS NULL OR i.until > p.adopted_on)
                           THEN i.actor END) AS bound_on_adoption,
       COUNT(DISTINCT CASE WHEN i.since <= i.as_of AND (i.until IS NULL OR i.until > i.as_of)
                           THEN i.actor END) AS bound_on_as_of_date,
       MIN(t.as_of) AS oldest_as_of
FROM (SELECT DISTINCT paragraph, treaty
      FROM correspondences
      WHERE strength IN ('equivalent', 'implements')) c
JOIN paragraphs p ON p.paragraph = c.paragraph
JOIN treaties t ON t.treaty = c.treaty
LEFT JOIN intervals i ON i.treaty = c.treaty AND i.status = 'party'
GROUP BY p.paragraph, p.paragraph_name, p.place
