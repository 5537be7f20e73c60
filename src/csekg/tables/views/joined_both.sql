-- How many States are bound by both of two treaties, and which of the two bound them first?
SELECT a.treaty, b.treaty AS other_treaty, COUNT(*) AS bound_by_both,
       COUNT(CASE WHEN a.since < b.since THEN 1 END) AS by_the_one_first,
       COUNT(CASE WHEN a.since > b.since THEN 1 END) AS by_the_other_first
FROM participations a
JOIN participations b ON b.actor = a.actor AND b.treaty > a.treaty
WHERE a.status = 'party' AND b.status = 'party'
GROUP BY a.treaty, b.treaty
