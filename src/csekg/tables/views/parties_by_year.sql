-- How many parties did each treaty have at the end of each year in which their number changed?
SELECT treaty, treaty_title, the_year,
       CAST(SUM(net) OVER (PARTITION BY treaty ORDER BY the_year) AS BIGINT) AS parties
FROM (SELECT treaty, treaty_title, the_year, SUM(step) AS net
      FROM (SELECT treaty, treaty_title, since_year AS the_year, 1 AS step
            FROM intervals WHERE status = 'party'
            UNION ALL
            SELECT treaty, treaty_title, until_year AS the_year, -1 AS step
            FROM intervals WHERE status = 'party' AND until IS NOT NULL) steps
      GROUP BY treaty, treaty_title, the_year) yearly
