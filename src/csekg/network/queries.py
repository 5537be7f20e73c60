"""The queries that select the nodes and the links of the network."""

#: The nodes: IRI, kind, label, title, instrument of a provision, legal basis, official text.
NODES = """
SELECT ?node ?kind ?label (MIN(?name) AS ?title) ?instrument ?basis (MIN(?url) AS ?text) WHERE {
  VALUES (?class ?rank ?kind) {
    (cse:Treaty 1 "treaty") (cse:Protocol 2 "protocol") (cse:Resolution 1 "resolution")
    (cse:PoliticalCommitment 1 "political commitment") (cse:Report 1 "report")
    (cse:Guidelines 1 "guidelines") (cse:Mandate 1 "mandate")
    (cse:PreambularParagraph 1 "preambular paragraph")
    (cse:OperativeParagraph 1 "operative paragraph") (cse:SubParagraph 1 "sub-paragraph")
    (cse:Footnote 1 "footnote") (cse:Article 1 "article") (cse:TreatyProvision 1 "provision")
    (cse:Meeting 1 "meeting") (cse:Body 1 "body")
  }
  ?node a ?class ; rdfs:label ?label .
  OPTIONAL { ?node cse:shortTitle|skos:altLabel ?name FILTER(LANG(?name) IN ("en", "")) }
  OPTIONAL { ?node cse:provisionOf ?instrument }
  OPTIONAL { ?node cse:legalBasis/skos:notation ?basis }
  OPTIONAL { ?node cse:officialText ?url }
} GROUP BY ?node ?kind ?rank ?label ?instrument ?basis ORDER BY ?rank ?node
"""

#: The citations: citation, paragraph, cited document, verb, and addressee and text of a request. A
#: citation within a request has a row for each request of its paragraph about that instrument.
CITATIONS = """
SELECT ?citation ?paragraph ?cited ?verb ?addressee ?asks WHERE {
  ?citation cse:citingProvision ?paragraph ; cse:citedInstrument ?cited ;
            cse:citationVerb/skos:notation ?verb .
  OPTIONAL {
    ?request cse:requestedIn ?paragraph ; cse:concernsInstrument ?cited ;
             cse:addressee/rdfs:label ?addressee ; dcterms:description ?asks .
    FILTER(LANG(?asks) IN ("en", ""))
  }
} ORDER BY ?citation ?request
"""

#: All other links: kind, start, end, word and reason. The shortcut properties that the dataset has
#: (`eli:cites`, `cse:correspondsTo`) are left out: they repeat the links that they stand for.
LINKS = """
SELECT DISTINCT ?kind ?start ?end ?word ?why WHERE {
  {
    VALUES (?property ?kind) {
      (dcterms:isPartOf "part of") (cse:supplements "supplements") (cse:adoptedBy "adopted by")
      (cse:adoptedAtMeeting "adopted at") (cse:heldBy "held by") (cse:refersTo "refers to")
      (cse:resolvesTo "takes up")
    }
    ?start ?property ?end .
    # A body that is part of another connects no texts.
    FILTER NOT EXISTS { ?start a cse:Body }
  } UNION {
    BIND("corresponds to" AS ?kind)
    ?link cse:paragraph ?start ; cse:provision ?end ; cse:rationale ?why ;
          cse:strength/skos:notation ?word .
    FILTER(LANG(?why) IN ("en", ""))
  } UNION {
    BIND("adopts" AS ?kind) ?end cse:adoptedByAct ?start .
  } UNION {
    BIND("has footnote" AS ?kind) ?link cse:citingProvision ?start ; cse:citedVia ?end .
  } UNION {
    BIND("cited through" AS ?kind) ?link cse:citedThrough ?start ; cse:citedInstrument ?end .
  } UNION {
    BIND("answers" AS ?kind)
    ?link cse:answeringDocument ?start ; cse:answeredParagraph ?end ; dcterms:description ?why .
    FILTER(LANG(?why) IN ("en", ""))
  } UNION {
    BIND("due at" AS ?kind) ?link cse:requestedIn ?start ; cse:dueAt ?end .
  }
} ORDER BY ?kind ?start ?end ?word ?why
"""
