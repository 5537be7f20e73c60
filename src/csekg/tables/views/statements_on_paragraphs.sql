-- Which reservations, declarations and objections touch a provision that answers a paragraph? One
-- on an article touches its parts, one on a part touches the article.
SELECT DISTINCT c.paragraph, c.provision AS answering, c.strength, sp.provision AS touched,
       s.act, s.actor, s.actor_name, s.region, s.treaty, s.treaty_title, s.kind, s.effect,
       s.description, s.withdrawal
FROM correspondences c
JOIN provisions p ON p.treaty = c.treaty
JOIN statement_provisions sp ON sp.provision = p.provision
JOIN statements s ON s.act = sp.act
WHERE sp.provision = c.provision
   OR c.provision LIKE sp.provision || '/%'
   OR sp.provision LIKE c.provision || '/%'
