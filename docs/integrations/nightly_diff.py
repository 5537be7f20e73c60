"""What changed between two releases, to mail: acts that came, went or have another day."""

import sys

import csekg

old, new = (csekg.open(folder).acts().set_index("iri") for folder in sys.argv[1:3])
came = new[~new.index.isin(old.index)].assign(change="new")
went = old[~old.index.isin(new.index)].assign(change="gone")
both = new.index.intersection(old.index)
moved = both[(new.loc[both, "acted_on"] != old.loc[both, "acted_on"]) & new.loc[both, "acted_on"].notna()]
for table in (came, went, new.loc[moved].assign(change="another day")):
    print(table[["change", "label"]].to_csv(header=False), end="")
