-- Which States signed a treaty and have not consented to be bound, on its as-of date?
SELECT actor, actor_name, region, subregion, treaty, treaty_title,
       COALESCE(held_since, since) AS signed_on, signed_on IS NOT NULL AS signature_dated,
       legal_basis, as_of
FROM participations
WHERE status = 'signatory'
