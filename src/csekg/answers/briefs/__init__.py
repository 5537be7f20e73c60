"""The brief on a State: what to ask it first, who of its peers joined, how it joins."""
