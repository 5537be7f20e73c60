-- On which facts do sources differ, which value is followed, whose is it, and why?
SELECT d.treaty, d.treaty_title, d.actor, d.actor_name, d.act, d.property, d.chosen_value,
       ours.title AS chosen_title, ours.as_of AS chosen_as_of, d.other_value,
       theirs.title AS other_title, theirs.as_of AS other_as_of, d.state_of_it, d.reason
FROM differences d
JOIN sources ours ON ours.source = d.chosen_source
JOIN sources theirs ON theirs.source = d.other_source
